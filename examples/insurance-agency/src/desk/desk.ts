import type { AnyRecord, Session } from "@kehu/core";
import { task } from "@kehu/core";
import type { Crm } from "@kehu/crm";
import { claim, policy, premiumReceipt } from "@kehu/insurance";
import { appointment, serviceCase } from "@kehu/service";
import type { Both } from "report-kit";

export type Language = "en" | "zh";
/** What somebody at the service desk works with. */
export interface Desk {
  readonly crm: Crm;
  readonly session: Session;
  readonly language: Language;
  /** Today, as the book has it. */
  readonly today: string;
  /** The call that is being answered. */
  readonly call: Call;
  /** Words in the language of the desk. */
  say(words: Both): string;
  /** What people call a record type, a deadline, an operation. */
  label(name: string): string;
  /** The word for a choice of a field. */
  option(record: AnyRecord, field: string, value: string): Promise<string>;
  /** The word for a state of a record. */
  state(record: string, state: string): Promise<string>;
}

const shown: readonly AnyRecord[] = [policy, claim, premiumReceipt, serviceCase, appointment, task];

/** Who is on the line, as soon as that is known: whose business the next command is. */
export interface Call {
  caller?: { readonly customerId: string; readonly name: string };
}

export function openDesk(
  crm: Crm,
  { tenant, language, today }: { readonly tenant: string; readonly language: Language; readonly today: string },
): Desk {
  const locale = language === "zh" ? "zh-CN" : "en";
  const session = crm.as({ id: "desk", tenant, roles: ["insurance/service-desk", "insurance/cashier", "service/supervisor"] });
  const states = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const statesOf = async (record: AnyRecord): Promise<ReadonlyMap<string, string>> =>
    new Map((await session.describe(record, { locale })).states.map(({ value, label }) => [value, label]));
  return {
    crm,
    session,
    language,
    today,
    call: {},
    say: (words) => words[language],
    label: (name) => crm.label(name, locale),
    async option(record, field, value) {
      const { fields } = await session.describe(record, { locale });
      const options = fields.find(({ name }) => name === field)?.options ?? [];
      return options.find((each) => each.value === value)?.label ?? value;
    },
    async state(name, state) {
      const record = shown.find((each) => each.name === name);
      if (!record) return state;
      const known = states.get(name) ?? statesOf(record);
      states.set(name, known);
      return (await known).get(state) ?? state;
    },
  };
}
