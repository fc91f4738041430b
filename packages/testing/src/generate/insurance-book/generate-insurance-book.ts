import { type CalendarDate, KehuError } from "@kehu/core";
import { createRandom, type Random } from "../random.js";
import { mensNames, surnames, womensNames } from "../words.js";
import { type BookContact, type BookPolicy, type BookStaff, type InsuranceBook, numbered } from "./book.js";
import { claimsOf } from "./claims.js";
import { contactsOf } from "./contacts.js";
import { historyOf } from "./history.js";
import { generateHouseholds, type Household } from "./households.js";
import { sellPolicies } from "./policies.js";
import { productOf, productPlans } from "./products.js";

export interface GenerateInsuranceBookOptions {
  readonly seed: number | string;
  /** 1 to 1,000,000. */
  readonly policies: number;
  /** Both within the years of known holidays, 2023-01-01 to 2026-12-31; the whole of 2023 to 2025 unless told. */
  readonly from?: CalendarDate;
  readonly until?: CalendarDate;
}

/**
 * The book of an insurance agency as it stands at the end of a day: who bought what, who paid when, who claimed, called and was
 * promised something. Its economics are those of a real one: few customers earn most of it, and a fifth costs more than it brings.
 * The same seed gives the same book, byte for byte, in every time zone. No row names what the book does not have, and nothing in it
 * happened after `until`.
 *
 * @throws KehuError `testing/out-of-range`
 */
export function generateInsuranceBook({
  seed,
  policies,
  from = "2023-01-01",
  until = "2025-12-31",
}: GenerateInsuranceBookOptions): InsuranceBook {
  checkRange(policies, from, until);
  const random = createRandom(`insurance/${seed}`);
  const staff = staffOf(random.fork("staff"), policies);
  const agents = staff.map(({ staffNumber }) => staffNumber);
  const { households, relationships } = generateHouseholds(random.fork("households"), { policies, from, until, agents });
  const sold = sellPolicies(random.fork("policies"), households, { policies, from, until });
  const lived = sold.map((policy, index) => {
    const own = random.fork(`life/${index}`);
    const history = historyOf(own, policy, { from, until });
    const claims = claimsOf(own, policy, history, until);
    return {
      household: policy.household,
      receipts: history.receipts,
      claims,
      policy: endedByClaim(history.policy, claims, policy.plan.paysOnce === true),
    };
  });
  const byHousehold = new Map<Household, typeof lived>();
  for (const life of lived) byHousehold.set(life.household, [...(byHousehold.get(life.household) ?? []), life]);
  const contacts = [...byHousehold].flatMap(([household, lives], index) =>
    contactsOf(random.fork(`contacts/${index}`), household, lives, until),
  );
  return {
    until,
    staff,
    products: productPlans.map(productOf),
    customers: households.flatMap(({ members }) => members),
    relationships,
    policies: lived.map(({ policy }) => policy),
    receipts: inOrder(
      lived.flatMap(({ receipts }) => receipts),
      "paidOn",
    ).map((receipt, index) => ({ receiptNumber: numbered("R", index), ...receipt })),
    claims: inOrder(
      lived.flatMap(({ claims }) => claims),
      "reportedOn",
    ),
    contacts: inOrder(contacts, "happenedAt").map((contact, index): BookContact => ({ contactNumber: numbered("K", index), ...contact })),
  };
}

/** A death that was paid ended the contract with the day of the loss. */
function endedByClaim(policy: BookPolicy, claims: InsuranceBook["claims"], paysOnce: boolean): BookPolicy {
  const paid = paysOnce ? claims.find((claim) => claim.paidOn !== undefined) : undefined;
  if (paid === undefined) return policy;
  const endAt = `${paid.lossOn}T15:59:59.999Z`;
  const stays = policy.stays
    .filter((stay) => stay.from < endAt)
    .map((stay, index, all) => (index === all.length - 1 ? { state: stay.state, from: stay.from, until: endAt } : stay));
  return {
    ...policy,
    state: "terminated",
    stays: [...stays, { state: "terminated", from: endAt }],
    endedOn: paid.lossOn,
    endReason: "claimPaid",
  };
}

function staffOf(random: Random, policies: number): readonly BookStaff[] {
  const count = Math.min(60, Math.max(3, Math.floor(policies / 60)));
  return Array.from({ length: count }, (_, index) => ({
    staffNumber: numbered("S", index, 3),
    displayName: random.weighted(surnames) + random.pick(random.chance(500) ? womensNames : mensNames),
  }));
}

/** Sorted by a time; what happened at the same time stays in order. */
function inOrder<K extends string, T extends { readonly [Key in K]: string }>(rows: readonly T[], by: K): readonly T[] {
  return [...rows].sort((one, other) => (one[by] < other[by] ? -1 : one[by] > other[by] ? 1 : 0));
}

function checkRange(policies: number, from: CalendarDate, until: CalendarDate): void {
  if (!Number.isInteger(policies) || policies < 1 || policies > 1_000_000)
    throw new KehuError(
      "testing/out-of-range",
      "generateInsuranceBook: policies is not a whole number from 1 to 1,000,000. Pass one that is.",
    );
  const isDay = (on: string): boolean =>
    /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on)) && new Date(Date.parse(on)).toISOString().startsWith(on);
  if (!isDay(from) || !isDay(until) || from < "2023-01-01" || until > "2026-12-31" || from > until)
    throw new KehuError(
      "testing/out-of-range",
      "generateInsuranceBook: from and until are not two days in order within 2023-01-01 to 2026-12-31. Pass such days.",
    );
}
