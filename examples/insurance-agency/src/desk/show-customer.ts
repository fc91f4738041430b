import { type Id, idPrefix, interaction } from "@kehu/core";
import { prefixOf } from "@kehu/core/engine";
import { type CustomerView, viewCustomer } from "@kehu/crm";
import { consentPurpose, policy, premiumCredit, servicingRequest } from "@kehu/insurance";
import { amount, type Both, both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import { servicingWords } from "../report/servicing-words.js";
import { customerQuestion } from "./answers.js";
import { type Command, given } from "./command.js";
import type { Desk } from "./desk.js";

/** The whole customer on one screen. */
export const showCustomer: Command = {
  name: "customer",
  title: both("See a customer", "查看客户"),
  questions: [customerQuestion],
  async run(desk, answers) {
    const view = await desk.session.call(viewCustomer, { customerId: given(answers, "customer") });
    desk.call.caller = { customerId: given(answers, "customer"), name: view.customer.displayName ?? "" };
    return [`${view.customer.displayName ?? ""}  ${view.customer.id ?? ""}`, ...(await sections(desk, view))];
  },
};

const joined = (parts: readonly string[]): string => parts.filter((part) => part.trim() !== "").join("  ");

/** A request is kept by its type, which is a code. */
function topicOf({ say }: Desk, { topic = "", aboutId = "" }: CustomerView["interactions"][number]): string {
  const isRequest = prefixOf(aboutId) === idPrefix(servicingRequest.name);
  const words = isRequest ? servicingWords[topic as keyof typeof servicingWords] : undefined;
  return words ? say(both(`request: ${words.en}`, `保全：${words.zh}`)) : topic;
}

/** What an instalment of each policy is, up to when it is paid, and what is held for the next one: what callers ask. */
async function duesOf({ session, say }: Desk, { records }: CustomerView): Promise<ReadonlyMap<string, string>> {
  const ids = records.flatMap(({ record, id }) => (record === "insurance/policy" ? [id as Id<"insurance/policy">] : []));
  if (ids.length === 0) return new Map();
  const { items } = await session.find(policy, { where: { id: { in: ids } }, select: ["id", "premium", "paidToOn"], limit: 200 });
  const credits = await session.find(premiumCredit, {
    where: { policyId: { in: ids }, state: "held" },
    select: ["policyId", "amount"],
    limit: 1000,
  });
  return new Map(
    items.map(({ id, premium, paidToOn }) => {
      const heldMinor = credits.items.reduce((sum, each) => (each.policyId === id ? sum + each.amount.amountMinor : sum), 0);
      const [whole, held] = [amount(premium.amountMinor, premium.currency, 2), amount(heldMinor, premium.currency, 2)];
      const parts = [
        both(`premium ${whole.en}`, `每期保险费 ${whole.zh}`),
        ...(paidToOn === undefined ? [] : [both(`paid to ${paidToOn}`, `交至 ${paidToOn}`)]),
        ...(heldMinor === 0 ? [] : [both(`${held.en} held`, `暂收 ${held.zh}`)]),
      ];
      return [id, say(both(parts.map(({ en }) => en).join(", "), parts.map(({ zh }) => zh).join("，")))];
    }),
  );
}

const purposes: Readonly<Record<string, Both>> = {
  service: both("being called", "致电服务"),
  [consentPurpose("claim")]: both("health data for claims", "理赔使用健康信息"),
};

async function sections(desk: Desk, view: CustomerView): Promise<readonly string[]> {
  const { say, label, state, option } = desk;
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)]);
  const dues = await duesOf(desk, view);
  const records = await Promise.all(
    view.records.map(async (each) =>
      joined([
        `${label(each.record)} ${each.label ?? ""}`,
        await state(each.record, each.state),
        dayOf(each.since),
        dues.get(each.id) ?? "",
      ]),
    ),
  );
  const consents = await Promise.all(
    view.consents.map(async ({ purpose = "", channel = "", decision }) => {
      const given = decision === "given" ? both("given", "已同意") : both("withdrawn", "已撤回");
      const what = purposes[purpose];
      return [what ? say(what) : purpose, channel === "any" ? "" : await option(interaction, "channel", channel), say(given)];
    }),
  );
  return [
    ...section(say(both("Contracts and cases", "合同与工单")), records),
    ...section(
      say(both("Clocks", "时限")),
      view.deadlines.map(({ deadline, dueAt, status }) =>
        joined([label(deadline), dueAt === undefined ? "" : dayOf(dueAt), status === "missed" ? say(both("missed", "已逾期")) : ""]),
      ),
    ),
    ...section(
      say(both("Promised", "承诺")),
      view.promises.map(({ promise = "", promisedUntil }) => `${promisedUntil === undefined ? "" : dayOf(promisedUntil)}  ${promise}`),
    ),
    ...section(
      say(both("Latest contacts", "最近联系")),
      await Promise.all(
        view.interactions
          .slice(0, 5)
          .map(async ({ happenedAt, channel, ...contact }) =>
            joined([
              happenedAt === undefined ? "" : dayOf(happenedAt),
              channel === undefined ? "" : await option(interaction, "channel", channel),
              topicOf(desk, contact),
            ]),
          ),
      ),
    ),
    ...section(say(both("Consent", "同意")), consents.map(joined)),
  ];
}
