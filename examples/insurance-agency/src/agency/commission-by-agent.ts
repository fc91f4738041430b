import { date, defineQuery, group, type Id, list, type Stored, staff } from "@kehu/core";
import { premiumLedger, premiumReceipt, product } from "@kehu/insurance";
import * as z from "zod";
import { entriesOf, withPolicies } from "./book-value.js";

const row = z.strictObject({
  agentId: z.string(),
  displayName: z.string(),
  premiumMinor: z.int(),
  firstYearMinor: z.int(),
  renewalMinor: z.int(),
});
/** What an agent earned on premiums that came in, in minor units of the agency's currency. */
export type AgentCommission = z.infer<typeof row>;

/** 佣金: on the premiums that were paid in a period, by agent; of the first policy year and of the later ones. */
export const commissionByAgent = defineQuery("agency/commission-by-agent", {
  input: { from: date(), until: date(), currency: z.string().length(3) },
  output: group({ asOf: date(), rows: list(row, 1000) }),
  async run(reader, { from, until, currency }) {
    const [products, agents] = [
      await reader.find(product, { limit: 1000 }),
      await reader.find(staff, { select: ["id", "displayName"], limit: 1000 }),
    ];
    const rows = new Map<Id<"staff">, AgentCommission>();
    for await (const { records, policies } of withPolicies(reader, premiumReceipt, { where: { paidOn: { from, until }, state: "posted" } }))
      for (const each of records) {
        const its = policies.get(each.policyId);
        if (its?.agentId === undefined || each.amount.currency !== currency) continue;
        const entries = entriesOf(reader, premiumLedger, each, { policy: its, product: productOf(products.items, its.productId) });
        const commission = entries.find(({ category }) => category === "commission")?.amount.amountMinor ?? 0;
        const isFirstYear = each.periodFrom < reader.calendar.dayOf(reader.calendar.after(its.effectiveOn, "P1Y"));
        const displayName = agents.items.find(({ id }) => id === its.agentId)?.displayName ?? its.agentId;
        const before = rows.get(its.agentId) ?? { agentId: its.agentId, displayName, premiumMinor: 0, firstYearMinor: 0, renewalMinor: 0 };
        rows.set(its.agentId, {
          ...before,
          premiumMinor: before.premiumMinor + each.amount.amountMinor,
          firstYearMinor: before.firstYearMinor + (isFirstYear ? commission : 0),
          renewalMinor: before.renewalMinor + (isFirstYear ? 0 : commission),
        });
      }
    const earned = (each: AgentCommission): number => each.firstYearMinor + each.renewalMinor;
    return { asOf: reader.today, rows: [...rows.values()].sort((a, b) => earned(b) - earned(a) || (a.agentId < b.agentId ? -1 : 1)) };
  },
});

const productOf = (products: readonly Stored<typeof product>[], id: Id<"insurance/product">) => products.find((each) => each.id === id);
