import { complain } from "@kehu/insurance";
import { both } from "report-kit";
import { channelQuestion, customerQuestion } from "./answers.js";
import { type Command, given } from "./command.js";

/** 投诉: with an owner from the first word, and a clock. */
export const fileComplaint: Command = {
  name: "complaint",
  title: both("File a complaint", "登记投诉"),
  questions: [
    customerQuestion,
    { flag: "subject", words: both("What about", "投诉事项") },
    { flag: "description", words: both("In the customer's words", "客户陈述"), optional: true },
    channelQuestion,
  ],
  async run({ session, say }, answers) {
    const { caseNumber } = await session.call(complain, {
      severity: "major",
      customerId: given(answers, "customer"),
      subject: given(answers, "subject"),
      channel: given(answers, "channel") as "phone",
      ...(answers["description"] !== undefined && { description: answers["description"] }),
    });
    return [say(both(`Complaint ${caseNumber} is taken up.`, `投诉已受理，工单号 ${caseNumber}。`))];
  },
};
