import { consent } from "@kehu/core";
import { claim, policy, reportClaim } from "@kehu/insurance";
import { both } from "report-kit";
import { healthConsent } from "../adopt/health-consents.js";
import { dayOf } from "../agency/open-agency.js";
import { aDay, amountOfYuan, channelQuestion, customerQuestion, policyQuestion, yuan } from "./answers.js";
import { type Command, given } from "./command.js";
import type { Desk } from "./desk.js";

const kinds = claim.info["kind"]?.options ?? [];

/** 报案: taken from anybody. What happened to somebody's health is taken with the separate consent only, which is asked for here. */
export const reportAClaim: Command = {
  name: "claim",
  title: both("Report a claim", "报案"),
  questions: [
    policyQuestion,
    customerQuestion,
    { flag: "loss-on", words: both("Day of the loss", "出险日期"), read: aDay },
    { flag: "kind", words: both("What it is about", "类别"), options: kinds, field: [claim, "kind"] },
    {
      flag: "health-consent",
      words: both("The insured agreed separately to health data", "被保险人已单独同意处理健康信息"),
      options: ["yes", "no"],
      named: { yes: both("yes", "是"), no: both("no", "否") },
      usual: "no",
    },
    { flag: "cause", words: both("What happened", "出险原因"), optional: true },
    { flag: "amount", words: both("Claimed amount in yuan", "申请金额（元）"), optional: true, read: yuan },
    channelQuestion,
  ],
  async run({ session, say, today }, answers) {
    if (answers["health-consent"] === "yes") await keepConsent(session, { policyNumber: given(answers, "policy"), on: today });
    const { claimNumber, promisedUntil } = await session.call(reportClaim, {
      policyNumber: given(answers, "policy"),
      reporterId: given(answers, "customer"),
      lossOn: given(answers, "loss-on"),
      kind: given(answers, "kind") as "illness",
      ...(answers["cause"] !== undefined && { cause: answers["cause"] }),
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

/** Said on the line that is recorded. */
async function keepConsent(
  session: Desk["session"],
  { policyNumber, on }: { readonly policyNumber: string; readonly on: string },
): Promise<void> {
  const { items } = await session.find(policy, { where: { policyNumber }, select: ["insuredId"], limit: 1 });
  const insuredId = items[0]?.insuredId;
  if (insuredId !== undefined)
    await session.create(consent, { ...healthConsent(policyNumber, { insuredId, on }), evidence: `service desk, ${policyNumber}, ${on}` });
}
