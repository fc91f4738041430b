import { allPages, type CalendarDate, type Circumstances, count, defineQuery, type Id, type Reader } from "@kehu/core";
import { coolingOffDays, deliveryDays } from "../parameters.js";
import { freeLookEndsOn } from "../policy/free-look.js";
import { type PolicyState, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { placementRate } from "./book-ratios.js";
import type { Period } from "./earned-premium.js";
import { countedFigure, period } from "./figure.js";

const method = "placed-over-decided" as const;

/** Placement of the applications that were submitted in a period. What may still be undone in its free look is not decided yet. */
export const placementFigure = defineQuery("insurance/placement-figure", {
  input: period,
  output: countedFigure(method, "policies"),
  async run(reader, span) {
    const rows = await reader.aggregate(policy, { where: { submittedOn: span }, by: ["state"], measures: { policies: count() } });
    const open = await inFreeLook(reader, span);
    const decided = rows.map(({ state, policies }) => ({ state, policies: policies - (open.get(state) ?? 0) }));
    return { asOf: reader.today, method, unit: "policies" as const, ...placementRate(decided) };
  },
});

type Reading = Reader & Circumstances;
const placed = ["inForce", "grace", "paidUp"] as const satisfies readonly PolicyState[];

/** How many of the applications, by state, may still be undone. Only what was delivered lately is read. */
async function inFreeLook(reader: Reading, submittedOn: Period): Promise<ReadonlyMap<PolicyState, number>> {
  const { calendar, parameter, today } = reader;
  const products = await coolingOffOf(reader);
  const longest = Math.max(parameter(coolingOffDays, today), ...[...products.values()].map((days) => days ?? 0));
  const back = (days: number): CalendarDate => calendar.dayOf(calendar.after(today, `-P${days}D`));
  const concluded = { from: back(longest + parameter(deliveryDays, today)) };
  const lately = [
    { receiptSignedOn: { from: back(longest) } },
    { receiptSignedOn: null, issuedOn: concluded },
    { receiptSignedOn: null, issuedOn: null, effectiveOn: concluded },
  ];
  const open = new Map<PolicyState, number>();
  const where = { submittedOn, state: { in: placed }, or: lately };
  const select = ["state", "productId", "receiptSignedOn", "issuedOn", "effectiveOn"] as const;
  for await (const page of allPages(reader, policy, { where, select, sort: "id" }))
    for (const { state, productId, ...record } of page) {
      const days = products.get(productId);
      const endsOn = freeLookEndsOn(record, days === undefined ? {} : { coolingOffDays: days }, reader);
      if (endsOn >= today) open.set(state, (open.get(state) ?? 0) + 1);
    }
  return open;
}

async function coolingOffOf(reader: Reading): Promise<ReadonlyMap<Id<"insurance/product">, number | undefined>> {
  const found = new Map<Id<"insurance/product">, number | undefined>();
  for await (const page of allPages(reader, product, { select: ["id", "coolingOffDays"], sort: "id" }))
    for (const { id, coolingOffDays: days } of page) found.set(id, days);
  return found;
}
