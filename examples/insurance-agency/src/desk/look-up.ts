import { lookUpCustomer } from "@kehu/crm";
import { both } from "report-kit";
import { type Command, given } from "./command.js";

/** 来电弹屏: who is it? By telephone, e-mail, document or policy number. */
export const lookUp: Command = {
  name: "look-up",
  title: both("Look up a caller", "查找来电客户"),
  questions: [{ flag: "text", words: both("Telephone, e-mail, document or policy number", "电话、邮箱、证件号或保单号") }],
  async run({ session, say, label }, answers) {
    const found = await session.call(lookUpCustomer, { text: given(answers, "text") });
    if (found.length === 0) return [say(both("Nobody is known by that.", "没有找到对应的客户。"))];
    return found.map(({ customerId, displayName = "", record }) =>
      [customerId, displayName, ...(record ? [label(record.record)] : [])].join("  "),
    );
  },
};
