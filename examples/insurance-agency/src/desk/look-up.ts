import { customer } from "@kehu/core";
import { lookUpCustomer } from "@kehu/crm";
import { both } from "report-kit";
import { type Command, given } from "./command.js";

/** 来电弹屏: who is it? By telephone, e-mail, document or policy number; of several on one line the day of birth tells who calls. */
export const lookUp: Command = {
  name: "look-up",
  title: both("Look up a caller", "查找来电客户"),
  questions: [{ flag: "text", words: both("Telephone, e-mail, document or policy number", "电话、邮箱、证件号或保单号") }],
  async run({ session, say, label }, answers) {
    const found = await session.call(lookUpCustomer, { text: given(answers, "text") });
    if (found.length === 0)
      return [
        say(
          both(
            "Nobody is known by that. It takes a whole number or address, and no names.",
            "没有找到对应的客户。请输入完整的号码或邮箱，不支持按姓名查找。",
          ),
        ),
      ];
    const { items } = await session.find(customer, {
      where: { id: { in: found.map(({ customerId }) => customerId) } },
      select: ["id", "birthOn"],
      limit: 1000,
    });
    const births = new Map(items.map(({ id, birthOn }) => [id, birthOn]));
    return found.map(({ customerId, displayName = "", record }) =>
      [customerId, displayName, births.get(customerId) ?? "", record ? label(record.record) : ""].filter((part) => part !== "").join("  "),
    );
  },
};
