import { paymentMethods, payPremium, premiumReceipt } from "@kehu/insurance";
import { both } from "report-kit";
import { aDay, amountOfYuan, policyQuestion, yuan } from "./answers.js";
import { type Command, given } from "./command.js";

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
    return [say(both(`The premium is posted; it is paid up to ${paidToOn}.`, `保险费已入账，交至 ${paidToOn}。`))];
  },
};
