import { refused } from "../../error.js";
import { columnsDiffer } from "../purchases/purchase-problems.js";
import { durationUnusable } from "./survival-problems.js";

/** Contracts, a column each. */
export interface Lifetimes {
  /** How long each has lasted, in any one unit. */
  readonly duration: ArrayLike<number>;
  /** Whether it ended then; false where it still runs, which says only that it lasts longer. */
  readonly hasEnded: ArrayLike<boolean>;
}
export interface SurvivalStep {
  readonly time: number;
  /** Contracts that lasted at least so long. */
  readonly atRisk: number;
  readonly ended: number;
  /** Share that lasts longer than this time. */
  readonly survival: number;
  /** By Greenwood's formula. */
  readonly standardError: number;
}
export interface SurvivalCurve {
  readonly count: number;
  /** One for each time at which a contract ended. */
  readonly steps: readonly SurvivalStep[];
  /** The first time at which no more than half are left; null where more than half last longer than anything seen. */
  readonly median: number | null;
}

/**
 * Kaplan-Meier estimate of how long contracts last.
 *
 * @throws KehuError `core/columns-differ`, `core/duration-unusable`
 * @see Kaplan & Meier (1958), Nonparametric Estimation from Incomplete Observations, JASA 53(282), 457–481
 */
export function kaplanMeier({ duration, hasEnded }: Lifetimes): SurvivalCurve {
  const count = duration.length;
  if (hasEnded.length !== count) throw refused(columnsDiffer({ column: "hasEnded", length: hasEnded.length, expected: count }));
  const leaving = new Map<number, { all: number; ended: number }>();
  for (let row = 0; row < count; row += 1) {
    const time = duration[row] as number;
    if (!(time >= 0 && time < Number.POSITIVE_INFINITY)) throw refused(durationUnusable({ position: row + 1, duration: time }));
    const at = leaving.get(time) ?? { all: 0, ended: 0 };
    leaving.set(time, { all: at.all + 1, ended: at.ended + (hasEnded[row] ? 1 : 0) });
  }
  let [atRisk, survival, greenwood] = [count, 1, 0];
  const steps: SurvivalStep[] = [];
  for (const [time, { all, ended }] of [...leaving].sort(([one], [other]) => one - other)) {
    if (ended > 0) {
      survival *= 1 - ended / atRisk;
      greenwood += ended / (atRisk * (atRisk - ended));
      steps.push({ time, atRisk, ended, survival, standardError: survival === 0 ? 0 : survival * Math.sqrt(greenwood) });
    }
    atRisk -= all;
  }
  return { count, steps, median: steps.find((step) => step.survival <= 0.5 + 1e-12)?.time ?? null };
}

/**
 * One curve for each group, in order of first appearance.
 *
 * @throws KehuError `core/columns-differ`, `core/duration-unusable`
 */
export function kaplanMeierByGroup({
  duration,
  hasEnded,
  group,
}: Lifetimes & { readonly group: ArrayLike<string> }): ReadonlyMap<string, SurvivalCurve> {
  if (group.length !== duration.length) throw refused(columnsDiffer({ column: "group", length: group.length, expected: duration.length }));
  const names = new Map<string, number[]>();
  for (let row = 0; row < group.length; row += 1) {
    const name = group[row] as string;
    const rows = names.get(name);
    if (rows) rows.push(row);
    else names.set(name, [row]);
  }
  const curve = (rows: readonly number[]): SurvivalCurve =>
    kaplanMeier({ duration: rows.map((row) => duration[row] as number), hasEnded: rows.map((row) => hasEnded[row] as boolean) });
  return new Map([...names].map(([name, rows]) => [name, curve(rows)]));
}

/** Share that lasts longer than a time. */
export function survivalAt({ steps }: SurvivalCurve, time: number): number {
  return steps.findLast((step) => step.time <= time)?.survival ?? 1;
}
