import { interaction } from "@kehu/core";
import { type CustomerView, viewCustomer } from "@kehu/crm";
import { consentPurpose } from "@kehu/insurance";
import { type Both, both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import { customerQuestion } from "./answers.js";
import { type Command, given } from "./command.js";
import type { Desk } from "./desk.js";

/** The whole customer on one screen. */
export const showCustomer: Command = {
  name: "customer",
  title: both("See a customer", "查看客户"),
  questions: [customerQuestion],
  async run(desk, answers) {
    const view = await desk.session.call(viewCustomer, { customerId: given(answers, "customer") });
    return [`${view.customer.displayName ?? ""}  ${view.customer.id ?? ""}`, ...(await sections(desk, view))];
  },
};

const purposes: Readonly<Record<string, Both>> = {
  service: both("being called", "致电服务"),
  [consentPurpose("claim")]: both("health data for claims", "理赔使用健康信息"),
};

async function sections({ say, label, state, option }: Desk, view: CustomerView): Promise<readonly string[]> {
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)]);
  const records = await Promise.all(
    view.records.map(
      async (each) => `${label(each.record)} ${each.label ?? ""}  ${await state(each.record, each.state)}  ${dayOf(each.since)}`,
    ),
  );
  const consents = await Promise.all(
    view.consents.map(async ({ purpose = "", channel = "", decision }) => {
      const given = decision === "given" ? both("given", "已同意") : both("withdrawn", "已撤回");
      const what = purposes[purpose];
      return [what ? say(what) : purpose, channel === "any" ? "" : await option(interaction, "channel", channel), say(given)];
    }),
  );
  return [
    ...section(
      say(both("Contracts and cases", "合同与工单")),
      records.map((line) => line.replace(/ {2,}/g, "  ")),
    ),
    ...section(
      say(both("Clocks", "时限")),
      view.deadlines.map(({ deadline, dueAt, status }) =>
        [label(deadline), dueAt === undefined ? "" : dayOf(dueAt), status === "missed" ? say(both("missed", "已逾期")) : ""]
          .join("  ")
          .trimEnd(),
      ),
    ),
    ...section(
      say(both("Promised", "承诺")),
      view.promises.map(({ promise = "", promisedUntil }) => `${promisedUntil === undefined ? "" : dayOf(promisedUntil)}  ${promise}`),
    ),
    ...section(
      say(both("Latest contacts", "最近联系")),
      view.interactions.slice(0, 5).map(({ happenedAt, topic = "" }) => `${happenedAt === undefined ? "" : dayOf(happenedAt)}  ${topic}`),
    ),
    ...section(
      say(both("Consent", "同意")),
      consents.map((parts) => parts.filter((part) => part !== "").join("  ")),
    ),
  ];
}
