import { customer } from "@kehu/core";
import { lookUpCustomer } from "@kehu/crm";
import { both } from "report-kit";
import type { Choice, Meaning } from "./command.js";
import type { Desk } from "./desk.js";

/** Whom a telephone, an e-mail address, or the number of a document, policy or claim names; an id is taken as it is. */
export async function customerMeant(answer: string, desk: Desk): Promise<Meaning> {
  const sought = answer.trim();
  if (sought.startsWith("customer_")) return { value: sought };
  const found = await desk.session.call(lookUpCustomer, { text: sought });
  const [first] = found;
  if (first === undefined) return { unknown: nobody(sought) };
  return found.length === 1 ? { value: first.customerId } : { among: await described(desk, found) };
}

const nobody = (sought: string) =>
  both(
    `nobody is known by ${sought}; give a whole telephone, document, policy or claim number or e-mail address, no name`,
    `没有找到“${sought}”对应的客户；请输入完整的电话、证件号、保单号、报案号或邮箱，不支持姓名`,
  );

/** The day of birth tells several on one line apart. */
export async function described(
  { session }: Desk,
  found: readonly { readonly customerId: string; readonly displayName?: string }[],
): Promise<readonly Choice[]> {
  const { items } = await session.find(customer, {
    where: { id: { in: found.map(({ customerId }) => customerId) } },
    select: ["id", "birthOn"],
    limit: 1000,
  });
  const births = new Map(items.map(({ id, birthOn }) => [id, birthOn]));
  return found.map(({ customerId, displayName = "" }) => ({
    value: customerId,
    label: [displayName, births.get(customerId) ?? ""].filter((part) => part !== "").join("  "),
  }));
}
