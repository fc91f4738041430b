import type { CalendarDate, Channel } from "@kehu/core";
import { addDays, daysBetween, dayWithin, earlier, later, officeHour } from "../days.js";
import type { Random } from "../random.js";
import { type BookClaim, type BookContact, type BookPolicy, type Temper, yuan } from "./book.js";
import type { Household } from "./households.js";

export type Contact = Omit<BookContact, "contactNumber">;

/** What a contact costs, in yuan, and how it usually comes. */
const channelPlans: Readonly<
  Record<"phone" | "instantMessaging" | "sms" | "email" | "storeVisit" | "fieldVisit", readonly [cheapest: number, dearest: number]>
> = {
  phone: [12, 36],
  instantMessaging: [4, 9],
  sms: [1, 1],
  email: [3, 8],
  storeVisit: [40, 90],
  fieldVisit: [120, 320],
};
type PlannedChannel = keyof typeof channelPlans;
const asked: Readonly<Record<Temper, readonly string[]>> = {
  valuable: ["加保咨询", "保单查询", "地址变更", "受益人变更咨询"],
  ordinary: ["保单查询", "续期缴费咨询", "地址变更", "回执签收咨询"],
  costly: ["投诉：理赔太慢", "理赔进度查询", "保单查询", "续期缴费咨询", "投诉：电话打扰", "退保咨询"],
};
const contactsPerYear = { valuable: 2, ordinary: 2, costly: 7 } as const;
const promises = ["两个工作日内回电答复", "补寄保险合同", "由理赔员回电说明进度", "发送缴费通知书"];
const answers = ["已答复", "已登记，转相关部门", "已说明条款", "客户满意", "需再联系"];

/** What a household and its policies gave rise to: questions, reminders, claims. */
export function contactsOf(
  random: Random,
  household: Household,
  policies: readonly { readonly policy: BookPolicy; readonly claims: readonly BookClaim[] }[],
  until: CalendarDate,
): readonly Contact[] {
  const [holder] = household.members;
  const first = policies.map(({ policy }) => policy.effectiveOn).reduce(earlier, until);
  if (holder === undefined || policies.length === 0) return [];
  const about = { customerNumber: holder.customerNumber, staffNumber: household.agentNumber };
  const questions = Math.floor((contactsPerYear[household.temper] * random.int(50, 150) * (daysBetween(first, until) + 1)) / 36_500);
  return [
    ...Array.from({ length: questions }, () =>
      question(
        random,
        { ...about, policyNumber: random.pick(policies).policy.policyNumber },
        { temper: household.temper, on: dayWithin(random, first, until), until },
      ),
    ),
    ...policies.flatMap(({ policy }) => visit(random, { ...about, policyNumber: policy.policyNumber }, policy, until)),
    ...policies.flatMap(({ policy, claims }) =>
      claims.map((claim) => report(random, { ...about, policyNumber: policy.policyNumber }, claim, until)),
    ),
  ];
}

type About = Pick<Contact, "customerNumber" | "staffNumber" | "policyNumber">;

function question(
  random: Random,
  about: About,
  { temper, on, until }: { readonly temper: Temper; readonly on: CalendarDate; readonly until: CalendarDate },
): Contact {
  const channel = random.weighted<PlannedChannel>([
    ["phone", 8],
    ["instantMessaging", 6],
    ["email", 2],
    ["storeVisit", 2],
  ]);
  const said = {
    ...about,
    ...came(random, channel),
    direction: "inbound" as const,
    happenedAt: officeHour(random, on),
    topic: random.pick(asked[temper]),
  };
  if (random.chance(160)) return { ...said, ...promised(random, said.happenedAt, until) };
  const isOpen = daysBetween(on, until) < 3 && random.chance(500);
  return isOpen ? { ...said, state: "awaitingReply" } : { ...said, state: "logged", outcome: random.pick(answers) };
}

/** The agent brings the contract, or sends it. */
function visit(random: Random, about: About, policy: BookPolicy, until: CalendarDate): readonly Contact[] {
  if (policy.receiptSignedOn > until) return [];
  const channel = random.weighted<PlannedChannel>([
    ["fieldVisit", 3],
    ["phone", 4],
    ["email", 3],
  ]);
  return [
    {
      ...about,
      ...came(random, channel),
      direction: "outbound",
      happenedAt: officeHour(random, policy.receiptSignedOn),
      topic: "送达保单并签收回执",
      outcome: "已签收",
      state: "logged",
    },
  ];
}

function report(random: Random, about: About, claim: BookClaim, until: CalendarDate): Contact {
  const said = {
    ...about,
    ...came(
      random,
      random.weighted<PlannedChannel>([
        ["phone", 7],
        ["instantMessaging", 3],
      ]),
    ),
    direction: "inbound" as const,
    happenedAt: officeHour(random, claim.reportedOn),
    topic: `报案 ${claim.claimNumber}`,
  };
  return { ...said, ...promised(random, said.happenedAt, until) };
}

/** Most promises are kept by the end of the book; some of the latest still run, a few were forgotten. */
function promised(
  random: Random,
  happenedAt: string,
  until: CalendarDate,
): Pick<Contact, "state" | "promise" | "promisedUntil" | "outcome"> {
  const dueOn = addDays(happenedAt.slice(0, 10), random.int(1, 5));
  const said = { promise: random.pick(promises), promisedUntil: officeHour(random, later(dueOn, happenedAt.slice(0, 10))) };
  return dueOn <= until && random.chance(930) ? { ...said, state: "kept", outcome: "已兑现" } : { ...said, state: "promised" };
}

function came(
  random: Random,
  channel: PlannedChannel,
): { readonly channel: Channel; readonly cost: Contact["cost"]; readonly durationSeconds?: number } {
  const [cheapest, dearest] = channelPlans[channel];
  return { channel, cost: yuan(random.int(cheapest, dearest)), ...(channel === "phone" && { durationSeconds: random.int(40, 1500) }) };
}
