import { customer } from "@kehu/core";
import { paymentMethods, payPremium, policy, premiumReceipt } from "@kehu/insurance";
import { both } from "report-kit";
import { aDay, amountOfYuan, policyQuestion, yuan } from "./answers.js";
import { type Command, given } from "./command.js";
import type { Desk } from "./desk.js";

/** 收费: whole instalments, on the day on which they were paid. */
export const takePayment: Command = {
  name: "pay",
  title: both("Take a payment", "收取保险费"),
  questions: [
    policyQuestion,
    { flag: "amount", words: both("Amount in yuan", "金额（元）"), wrong: yuan },
    { flag: "paid-on", words: both("Paid on", "交费日期"), wrong: aDay },
    { flag: "method", words: both("How", "交费方式"), options: paymentMethods, field: [premiumReceipt, "method"], usual: "bankTransfer" },
    { flag: "receipt", words: both("Receipt number", "收据号") },
  ],
  async run({ session, say }, answers) {
    const { paidToOn } = await session.call(
      payPremium,
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
    const name = await holderOf(session, given(answers, "policy"));
    return [
      say(both(`The premium of ${name} is posted; it is paid up to ${paidToOn}.`, `投保人${name}的保险费已入账，交至 ${paidToOn}。`)),
    ];
  },
};

/** Whoever mistyped the number sees it here, and reverses the receipt. */
async function holderOf(session: Desk["session"], policyNumber: string): Promise<string> {
  const { items: policies } = await session.find(policy, { where: { policyNumber }, select: ["holderId"], limit: 1 });
  const holderId = policies[0]?.holderId;
  if (holderId === undefined) return policyNumber;
  return (
    (await session.find(customer, { where: { id: holderId }, select: ["displayName"], limit: 1 })).items[0]?.displayName ?? policyNumber
  );
}
