import { reportClaim } from "@kehu/insurance";
import { both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import { aDay, amountOfYuan, channelQuestion, customerQuestion, policyQuestion, yuan } from "./answers.js";
import { type Command, given } from "./command.js";

/** 报案. */
export const reportAClaim: Command = {
  name: "claim",
  title: both("Report a claim", "报案"),
  questions: [
    policyQuestion,
    customerQuestion,
    { flag: "loss-on", words: both("Day of the loss", "出险日期"), wrong: aDay },
    { flag: "cause", words: both("What happened", "出险原因") },
    { flag: "amount", words: both("Claimed amount in yuan", "申请金额（元）"), optional: true, wrong: yuan },
    channelQuestion,
  ],
  async run({ session, say }, answers) {
    const { claimNumber, promisedUntil } = await session.call(reportClaim, {
      policyNumber: given(answers, "policy"),
      reporterId: given(answers, "customer"),
      lossOn: given(answers, "loss-on"),
      cause: given(answers, "cause"),
      channel: given(answers, "channel") as "phone",
      ...(answers["amount"] !== undefined && { claimedAmount: amountOfYuan(answers["amount"]) }),
    });
    return [
      say(
        both(
          `Claim ${claimNumber} is reported; the customer is promised an answer by ${dayOf(promisedUntil)}.`,
          `报案号 ${claimNumber}；已承诺客户最迟于 ${dayOf(promisedUntil)} 答复。`,
        ),
      ),
    ];
  },
};
