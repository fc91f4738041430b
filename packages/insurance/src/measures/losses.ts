import { allPages, among, type CalendarDate, type Circumstances, type Money, type Reader, sum, type Where } from "@kehu/core";
import { type Claim, claim } from "../claim/claim.js";
import { claimPayment } from "../claim/claim-payment.js";
import { claimRecovery } from "../claim/claim-recovery.js";
import { claimReserve } from "../claim/claim-reserve.js";
import { policy } from "../policy/policy.js";
import type { Period } from "./earned-premium.js";
import { type Amounts, amountsOf } from "./figure.js";
import { policiesOf, type Scope } from "./premiums.js";

/** What claims did to the result of a period, by currency. */
export interface Losses {
  readonly paid: Amounts;
  readonly recovered: Amounts;
  readonly reservesAtStart: Amounts;
  readonly reservesAtEnd: Amounts;
}

/** Paid in full, in advance and in parts; recovered; and what was set aside before the period and at its end. */
export async function lossesIn(reader: Reader & Pick<Circumstances, "calendar">, span: Period, scope: Scope = {}): Promise<Losses> {
  const claims: Where<Claim> = scope.productId === undefined ? {} : { policyId: { in: among(policy, "id", policiesOf(scope)) } };
  const its = scope.productId === undefined ? {} : { claimId: { in: among(claim, "id", claims) } };
  const [last] = await reader.aggregate(claim, { where: { ...claims, paidOn: span }, measures: { paid: sum("paidAmount") } });
  const [parts] = await reader.aggregate(claimPayment, {
    where: { ...its, state: "paid", paidOn: span },
    measures: { paid: sum("amount") },
  });
  const [back] = await reader.aggregate(claimRecovery, {
    where: { ...its, state: "received", receivedOn: span },
    measures: { received: sum("received") },
  });
  const dayBefore = reader.calendar.dayOf(reader.calendar.after(span.from, "-P1D"));
  return {
    paid: amountsOf([...(last?.paid ?? []), ...(parts?.paid ?? [])]),
    recovered: amountsOf(back?.received ?? []),
    ...(await reservesOf(reader, { dayBefore, until: span.until }, its)),
  };
}

interface Line {
  readonly claimId: string;
  readonly kind: string;
  readonly amount: Money;
  readonly setOn: CalendarDate;
}
/** The last line of each claim and kind on both days. They come in order, so that no more than one claim is held. */
async function reservesOf(
  reader: Reader,
  { dayBefore, until }: { readonly dayBefore: CalendarDate; readonly until: CalendarDate },
  its: object,
): Promise<Pick<Losses, "reservesAtStart" | "reservesAtEnd">> {
  const [start, end] = [new Map<string, number>(), new Map<string, number>()];
  let first: Line | undefined;
  let last: Line | undefined;
  const add = (totals: Map<string, number>, line: Line | undefined): void => {
    if (line) totals.set(line.amount.currency, (totals.get(line.amount.currency) ?? 0) + line.amount.amountMinor);
  };
  const settle = (): void => {
    add(start, first);
    add(end, last);
    first = undefined;
  };
  const select = ["claimId", "kind", "amount", "setOn"] as const;
  // of two lines of a day the later entered counts
  const sort = ["claimId", "kind", "setOn", "createdAt"] as const;
  for await (const page of allPages(reader, claimReserve, { where: { ...its, setOn: { until } }, select, sort }))
    for (const line of page) {
      if (last !== undefined && (last.claimId !== line.claimId || last.kind !== line.kind)) settle();
      if (line.setOn <= dayBefore) first = line;
      last = line;
    }
  settle();
  return { reservesAtStart: start, reservesAtEnd: end };
}
