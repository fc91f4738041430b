import type { Run } from "../run-book.js";
import type { Findings } from "./gather.js";

/** The figures of a run, as plain data; the independent reckoning gives the same. */
export interface Figures {
  readonly rows: Readonly<Record<string, { readonly rows: number; readonly refused: number }>>;
  readonly customers: number;
  readonly policiesByState: Readonly<Record<string, number>>;
  readonly claimsByState: Readonly<Record<string, number>>;
  readonly receipts: number;
  /** Minor units: what came in is above zero, what went out below. */
  readonly byCategory: Readonly<Record<string, number>>;
  readonly profitMinor: number;
  /** By the customers' own numbers. */
  readonly profitByCustomer: Readonly<Record<string, number>>;
  readonly bestFifth: readonly string[];
  readonly worstFifth: readonly string[];
  readonly persistency: { readonly collectedMinor: number; readonly cohortMinor: number; readonly policies: number };
  readonly persistencyByMonth: Readonly<Record<string, readonly [collectedMinor: number, cohortMinor: number]>>;
  readonly losses: readonly [incurredMinor: number, earnedMinor: number];
  readonly lossesByProduct: Readonly<Record<string, readonly [incurredMinor: number, earnedMinor: number]>>;
  readonly lapse: readonly [lapsed: number, exposed: number];
  /** The numbers of the policies that lapsed in the year and did not come back. */
  readonly lapsed: readonly string[];
  /** Policies in grace, with the last day of it. */
  readonly aboutToLapse: Readonly<Record<string, string>>;
}

export function figuresOf({ files, rejected }: Pick<Run, "files" | "rejected">, found: Findings): Figures {
  const byCategory: Record<string, number> = {};
  for (const each of found.values)
    for (const [category, minor] of Object.entries(each.byCategory)) byCategory[category] = (byCategory[category] ?? 0) + minor;
  return {
    rows: Object.fromEntries(Object.entries(files).map(([file, rows]) => [file, { rows, refused: rejected.refusedByFile.get(file) ?? 0 }])),
    customers: found.customers,
    policiesByState: found.policiesByState,
    claimsByState: found.claimsByState,
    receipts: found.receipts,
    byCategory,
    profitMinor: found.curve.totalMinor,
    profitByCustomer: Object.fromEntries(found.curve.ranked.map(({ customerId, profitMinor }) => [customerId, profitMinor])),
    bestFifth: found.curve.bestFifth.customers.map(({ customerId }) => customerId),
    worstFifth: found.curve.worstFifth.customers.map(({ customerId }) => customerId),
    persistency: {
      collectedMinor: found.cohorts.all?.numerator ?? 0,
      cohortMinor: found.cohorts.all?.denominator ?? 0,
      policies: found.cohorts.all?.policies ?? 0,
    },
    persistencyByMonth: Object.fromEntries(
      found.cohorts.months.map(({ cohort, numerator, denominator }) => [cohort, [numerator, denominator]]),
    ),
    losses: [found.lossRatio?.numerator ?? 0, found.lossRatio?.denominator ?? 0],
    lossesByProduct: Object.fromEntries(found.lossByProduct.map(({ code, numerator, denominator }) => [code, [numerator, denominator]])),
    lapse: [found.lapse.numerator, found.lapse.denominator],
    lapsed: found.lapsed,
    aboutToLapse: Object.fromEntries(found.aboutToLapse.map(({ policyNumber, graceEndsOn }) => [policyNumber, graceEndsOn])),
  };
}
