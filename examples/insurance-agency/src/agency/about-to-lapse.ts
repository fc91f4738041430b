import { date, defineQuery, group, type Id, money } from "@kehu/core";
import { graceEndsOn, policy, product } from "@kehu/insurance";
import * as z from "zod";
import { reachable } from "./reachable.js";

/** A policy whose premium is overdue, with what whoever calls must know. */
const endangered = group({
  policyNumber: z.string(),
  customerId: z.string(),
  displayName: z.string(),
  phone: z.string().optional(),
  mayBeCalled: z.enum(["yes", "no", "unknown"]),
  productName: z.string(),
  premium: money(),
  dueOn: date(),
  graceEndsOn: date(),
  daysLeft: z.int(),
});
export type Endangered = z.infer<typeof endangered>;
const most = 200;

/** 催缴: the policies in grace whose cover ends first, at most 200, with whom to call. */
export const aboutToLapse = defineQuery("agency/about-to-lapse", {
  input: {},
  output: z.array(endangered).max(most),
  async run(reader) {
    const { calendar, parameter, today, now } = reader;
    const { items } = await reader.find(policy, { where: { state: "grace" }, sort: "paidToOn", limit: most });
    if (items.length === 0) return [];
    const products = await reader.find(product, { where: { id: { in: unique(items.map(({ productId }) => productId)) } }, limit: 1000 });
    const holders = await reachable(
      reader,
      items.map(({ holderId }) => holderId),
      now,
    );
    return items.flatMap((each) => {
      const its = products.items.find(({ id }) => id === each.productId);
      const holder = holders.get(each.holderId);
      const endsOn = its && graceEndsOn({ record: each, needs: { product: its }, calendar, parameter });
      if (!its || !holder || endsOn === undefined || each.paidToOn === undefined) return [];
      return {
        policyNumber: each.policyNumber,
        customerId: each.holderId,
        ...holder,
        productName: its.name,
        premium: each.premium,
        dueOn: each.paidToOn,
        graceEndsOn: endsOn,
        daysLeft: daysBetween(today, endsOn),
      };
    });
  },
});

const unique = <N extends string>(ids: readonly Id<N>[]): readonly Id<N>[] => [...new Set(ids)];
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
