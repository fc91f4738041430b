import { lookUpCustomer } from "@kehu/crm";
import { both } from "report-kit";
import { type Command, given } from "./command.js";
import { described } from "./customer-meant.js";

/** 来电弹屏: who is it? By telephone, e-mail, document, policy or claim number; of several on one line the day of birth tells who calls. */
export const lookUp: Command = {
  name: "look-up",
  title: both("Look up a caller", "查找来电客户"),
  questions: [
    {
      flag: "text",
      words: both("Telephone, e-mail, document, policy or claim number", "电话、邮箱、证件号、保单号或报案号"),
    },
  ],
  async run(desk, answers) {
    const { session, say, label, call } = desk;
    const found = await session.call(lookUpCustomer, { text: given(answers, "text").trim() });
    if (found.length === 0)
      return [
        say(
          both(
            "Nobody is known by that. It takes a whole number or address, and no names.",
            "没有找到对应的客户。请输入完整的号码或邮箱，不支持按姓名查找。",
          ),
        ),
      ];
    const [only] = found;
    if (only && found.length === 1) call.caller = { customerId: only.customerId, name: only.displayName ?? "" };
    const records = new Map(found.map(({ customerId, record }) => [customerId, record ? label(record.record) : ""]));
    return (await described(desk, found)).map(({ value, label: who }) =>
      [value, who, records.get(value) ?? ""].filter((part) => part !== "").join("  "),
    );
  },
};
