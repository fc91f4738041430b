import { type Id, idPrefix, interaction, interactionLifecycle } from "@kehu/core";
import { lookUpCustomer } from "@kehu/crm";
import { both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import { type Choice, type Command, given, type Meaning, type Question } from "./command.js";
import type { Desk } from "./desk.js";

export const promiseQuestion: Question = {
  flag: "promise",
  words: both(
    "Whose promise (telephone, e-mail, document, policy or claim number), or its id",
    "哪位客户的承诺（电话、邮箱、证件号、保单号或报案号），或承诺编号",
  ),
  read: promiseMeant,
};

/** 回访、承诺事项: what was promised to a customer is done, and waits no more. */
export const keepPromise: Command = {
  name: "keep",
  title: both("Mark a promise kept", "登记承诺已兑现"),
  questions: [promiseQuestion, { flag: "outcome", words: both("What was done", "办理结果") }],
  async run({ session, say }, answers) {
    const kept = await session.apply(interactionLifecycle.keepPromise, given(answers, "promise") as Id<"interaction">, {
      outcome: given(answers, "outcome"),
    });
    const what = kept.promise ?? kept.topic ?? "";
    return [say(both(`Kept: ${what}`, `已兑现：${what}`))];
  },
};

/** The open promises of whoever is named, those about a claim alone if it is named, or the one of that id. */
async function promiseMeant(answer: string, desk: Desk): Promise<Meaning> {
  const sought = answer.trim();
  if (sought.startsWith(`${idPrefix(interaction.name)}_`)) return { value: sought };
  const found = sought.startsWith("customer_") ? [{ customerId: sought }] : await desk.session.call(lookUpCustomer, { text: sought });
  const open = await promisesTo(desk, found);
  const named = open.filter(({ about }) => about === sought);
  const choices = named.length > 0 ? named : open;
  const [first] = choices;
  if (first === undefined)
    return {
      unknown: both(`nothing that was promised to ${sought} is open`, `“${sought}”没有待兑现的承诺`),
    };
  return choices.length === 1 ? { value: first.value } : { among: choices };
}

interface Promised extends Choice {
  /** What was promised, else what it is about: for a claim, its number. */
  readonly about: string;
}

const most = 20;
async function promisesTo({ session }: Desk, found: readonly { readonly customerId: string }[]): Promise<readonly Promised[]> {
  if (found.length === 0) return [];
  const { items } = await session.find(interaction, {
    where: { customerId: { in: found.map(({ customerId }) => customerId as Id<"customer">) }, state: "promised" },
    select: ["id", "promise", "topic", "promisedUntil"],
    sort: "promisedUntil",
    limit: most,
  });
  return items.map(({ id, promise, topic = "", promisedUntil }) => {
    const about = promise ?? topic;
    return {
      value: id,
      about,
      label: [promisedUntil === undefined ? "" : dayOf(promisedUntil), about].filter((part) => part !== "").join("  "),
    };
  });
}
