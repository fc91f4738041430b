import { among, date, defineQuery, group, list, money, party, ref, text } from "@kehu/core";
import * as z from "zod";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { callOutcomes } from "./lapse-risk.js";
import { callsSince, lastCalls } from "./last-calls.js";
import { deskInput } from "./renewal-desk.js";
import { renewalSteps, stepOf } from "./renewal-steps.js";

/** Another one that is not off the table follows it. */
const followed = among(policy, "renewsId", { state: { notIn: ["declined", "notTaken"] }, renewsId: { not: null } });

/**
 * 到期续保名单: whose cover ends within so many days and is followed by no other policy yet, the earliest first. A quotation or a proposal
 * that names it in `renewsId` takes it off the list.
 */
export const expiryDesk = defineQuery("insurance/expiry-desk", {
  input: deskInput,
  output: group({
    asOf: date(),
    rows: list(
      z.strictObject({
        policyId: ref("insurance/policy"),
        policyNumber: z.string(),
        customerId: party("policyholder"),
        productId: ref("insurance/product"),
        line: product.fields.line.unwrap(),
        /** The last day of cover. */
        expiresOn: date(),
        step: z.int(),
        premium: money(),
        lastOutcome: z.enum(callOutcomes).optional(),
      }),
      500,
    ),
    next: text(2000).optional(),
  }),
  async run(reader, { withinDays, limit, after }) {
    const { calendar, today } = reader;
    const steps = reader.parameter(renewalSteps, today);
    const { items, next } = await reader.find(policy, {
      where: {
        state: { in: ["inForce", "grace", "paidUp", "premiumWaived"] },
        expiresOn: { from: today, until: calendar.dayOf(calendar.after(today, `P${withinDays}D`)) },
        id: { notIn: followed },
      },
      select: ["id", "policyNumber", "holderId", "productId", "expiresOn", "premium"],
      sort: "expiresOn",
      limit,
      ...(after !== undefined && { after }),
    });
    const productIds = [...new Set(items.map(({ productId }) => productId))];
    const products = await reader.find(product, { where: { id: { in: productIds } }, select: ["id", "line"], limit: 500 });
    const lines = new Map(products.items.map(({ id, line }) => [id, line]));
    const calls = await lastCalls(
      reader,
      new Map(items.map(({ id, expiresOn }) => [id, callsSince(expiresOn ?? today, { withinDays, steps }, reader)])),
    );
    const rows = items.flatMap(({ id: policyId, holderId: customerId, expiresOn, productId, ...told }) => {
      const line = lines.get(productId);
      if (expiresOn === undefined || line === undefined) return [];
      const step = stepOf(expiresOn, { today, steps }) ?? Math.max(...steps);
      const lastOutcome = calls.get(policyId)?.outcome;
      const { policyNumber, premium } = told;
      return [
        {
          policyId,
          policyNumber,
          customerId,
          productId,
          line,
          expiresOn,
          step,
          premium,
          ...(lastOutcome !== undefined && { lastOutcome }),
        },
      ];
    });
    return { asOf: today, rows, ...(next !== undefined && { next }) };
  },
});
