import { customer } from "@kehu/core";
import { type Policy, paymentMethods, policy, premiumReceipt, takePayment as takePremium } from "@kehu/insurance";
import { amount, both } from "report-kit";
import { aDay, amountOfYuan, policyQuestion, yuan } from "./answers.js";
import { type Command, given } from "./command.js";
import type { Desk } from "./desk.js";

/** 收费: whatever came in; what makes no whole premium yet is held for the next one (暂收). */
export const takePayment: Command = {
  name: "pay",
  title: both("Take a payment, whole or in part", "收取保险费（可部分交费）"),
  questions: [
    policyQuestion,
    { flag: "amount", words: both("Amount in yuan", "金额（元）"), read: yuan },
    { flag: "paid-on", words: both("Paid on", "交费日期"), read: aDay, usual: "today" },
    { flag: "method", words: both("How", "交费方式"), options: paymentMethods, field: [premiumReceipt, "method"], usual: "bankTransfer" },
    { flag: "receipt", words: both("Receipt number", "收据号") },
  ],
  async run(desk, answers) {
    const { receiptIds, held } = await desk.session.call(
      takePremium,
      {
        policyNumber: given(answers, "policy"),
        amount: amountOfYuan(given(answers, "amount")),
        paidOn: given(answers, "paid-on"),
        method: given(answers, "method") as "cash",
        receiptNumber: given(answers, "receipt"),
      },
      // the same receipt, entered again after the line broke, is the same payment
      { key: `desk ${given(answers, "receipt")}` },
    );
    const paid = await paidPolicy(desk, given(answers, "policy"));
    return [
      ...(receiptIds.length > 0 && paid ? [desk.say(posted(paid))] : []),
      ...(held.amountMinor > 0 && paid ? [desk.say(heldFor(paid, { heldMinor: held.amountMinor, currency: held.currency }))] : []),
    ];
  },
};

/** Whoever mistyped the number sees the name here, and reverses the receipt. */
interface Paid extends Pick<Policy, "policyNumber" | "premium" | "paidToOn"> {
  readonly holder: string;
  /** The word for it, where no premium is due in it any more. */
  readonly state: string;
  readonly paysOn: boolean;
}
const paying: readonly string[] = [
  ...["proposed", "submitted", "underwriting", "approved", "counterOffered", "issued"],
  ...["inForce", "grace", "lapsed", "reinstatementPending"],
];

async function paidPolicy({ session, state }: Desk, policyNumber: string): Promise<Paid | undefined> {
  const select = ["policyNumber", "holderId", "premium", "paidToOn", "state"] as const;
  const { items } = await session.find(policy, { where: { policyNumber }, select, limit: 1 });
  const [found] = items;
  if (found === undefined) return undefined;
  const { items: holders } = await session.find(customer, { where: { id: found.holderId }, select: ["displayName"], limit: 1 });
  return {
    ...found,
    holder: holders[0]?.displayName ?? policyNumber,
    state: await state("insurance/policy", found.state),
    paysOn: paying.includes(found.state),
  };
}

const posted = ({ holder, paidToOn = "" }: Paid) =>
  both(`The premium of ${holder} is posted; it is paid up to ${paidToOn}.`, `投保人${holder}的保险费已入账，交至 ${paidToOn}。`);

function heldFor(
  { holder, policyNumber, premium, state, paysOn, paidToOn }: Paid,
  { heldMinor, currency }: { readonly heldMinor: number; readonly currency: string },
) {
  const [held, whole, missing] = [heldMinor, premium.amountMinor, premium.amountMinor - heldMinor].map((minor) =>
    amount(minor, currency, 2),
  );
  if (paysOn && paidToOn !== undefined && heldMinor >= premium.amountMinor)
    return both(
      `${held?.en} is held for ${holder}: it came in long before the premium of ${paidToOn}, which it pays when that falls due.`,
      `为投保人${holder}暂收 ${held?.zh}：距 ${paidToOn} 应交日尚早，到期时自动入账。`,
    );
  if (!paysOn || missing === undefined || held === undefined || whole === undefined || heldMinor >= premium.amountMinor)
    return both(
      `${held?.en} is held for ${holder}: no premium is due on policy ${policyNumber} (${state}). Ask what it is for, or have it paid back.`,
      `为投保人${holder}暂收 ${held?.zh}：保单 ${policyNumber}（${state}）没有应交保险费。请核对用途，或办理退还。`,
    );
  return both(
    `${held.en} is held for ${holder} until it makes a whole premium of ${whole.en}; ${missing.en} is missing.`,
    `为投保人${holder}暂收 ${held.zh}，凑足每期保险费 ${whole.zh} 后入账，尚差 ${missing.zh}。`,
  );
}
