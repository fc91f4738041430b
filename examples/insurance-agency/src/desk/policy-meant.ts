import type { Id } from "@kehu/core";
import { lookUpCustomer } from "@kehu/crm";
import { claim, policy } from "@kehu/insurance";
import { both } from "report-kit";
import type { Choice, Meaning } from "./command.js";
import type { Desk } from "./desk.js";

const mostPolicies = 20;

/** The policy that a number names: its own, that of one of its claims, or whatever its holder is known by. What nobody knows is refused with its number. */
export async function policyMeant(answer: string, desk: Desk): Promise<Meaning> {
  const sought = answer.normalize("NFKC").trim();
  for (const number of new Set([sought, sought.toUpperCase()])) {
    const known = (await ownNumber(desk, number)) ?? (await numberOfClaim(desk, number));
    if (known !== undefined) return { value: known };
  }
  const choices = await policiesOf(desk, sought);
  if (choices === undefined) return { value: sought };
  const [first] = choices;
  if (first === undefined)
    return {
      unknown: both(`whoever is known by ${sought} holds no policy; give its number`, `“${sought}”对应的客户名下没有保单；请输入保单号`),
    };
  return choices.length === 1 ? { value: first.value } : { among: choices };
}

async function ownNumber({ session }: Desk, policyNumber: string): Promise<string | undefined> {
  if (policyNumber.length > 32) return undefined;
  return (await session.find(policy, { where: { policyNumber }, select: ["policyNumber"], limit: 1 })).items[0]?.policyNumber;
}

async function numberOfClaim({ session }: Desk, claimNumber: string): Promise<string | undefined> {
  if (claimNumber.length > 40) return undefined;
  const policyId = (await session.find(claim, { where: { claimNumber }, select: ["policyId"], limit: 1 })).items[0]?.policyId;
  if (policyId === undefined) return undefined;
  return (await session.find(policy, { where: { id: policyId }, select: ["policyNumber"], limit: 1 })).items[0]?.policyNumber;
}

/** Undefined where nobody is known. */
async function policiesOf({ session, say, state }: Desk, text: string): Promise<readonly Choice[] | undefined> {
  const found = text.startsWith("customer_") ? [{ customerId: text }] : await session.call(lookUpCustomer, { text });
  if (found.length === 0) return undefined;
  const { items } = await session.find(policy, {
    where: { holderId: { in: found.map(({ customerId }) => customerId as Id<"customer">) } },
    select: ["policyNumber", "state", "paidToOn"],
    sort: "policyNumber",
    limit: mostPolicies,
  });
  return Promise.all(
    items.map(async ({ policyNumber, state: at, paidToOn }) => ({
      value: policyNumber,
      label: [
        policyNumber,
        await state("insurance/policy", at),
        paidToOn === undefined ? "" : say(both(`paid to ${paidToOn}`, `交至 ${paidToOn}`)),
      ]
        .filter((part) => part !== "")
        .join("  "),
    })),
  );
}
