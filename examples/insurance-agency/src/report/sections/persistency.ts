import { both, type Filling, type Html, html, percent } from "report-kit";
import { type Bar, barChart } from "../charts/bar-chart.js";
import { cohortChart } from "../charts/cohort-chart.js";
import type { Findings } from "../gather.js";
import { stateIn } from "../state-words.js";

/** Who goes on paying after a year. */
export function persistency({ cohorts }: Findings): Html {
  return html`<section><h2>${both("Who goes on paying: persistency in month 13", "谁在续缴：13个月继续率")}</h2>
    <p class="lead">${both(
      `Of the yearly premium of the policies of a month, so much was paid again within its grace period; ${percent(cohorts.all?.value)} over all ${cohorts.all?.policies ?? 0} policies.`,
      `某月生效保单的年缴保费中，于宽限期内续缴的比例；全部 ${cohorts.all?.policies ?? 0} 份保单合计 ${percent(cohorts.all?.value)}。`,
    )}</p>
    <figure>${cohortChart(cohorts)}<figcaption id="persistency-caption">${both("Per cent by premium, by the month in which the policies began.", "按保费计算的百分比，按保单生效月份。")}</figcaption></figure></section>`;
}

const engagementFillings: readonly (readonly [string, Filling])[] = [
  ["prospect", "light"],
  ["active", "full"],
  ["wonBack", "slanted"],
  ["atRisk", "dotted"],
  ["dormant", "crossed"],
  ["lost", "light"],
];
const policyFillings: readonly (readonly [string, Filling])[] = [
  ["inForce", "full"],
  ["grace", "dotted"],
  ["lapsed", "crossed"],
  ["reinstatementPending", "slanted"],
  ["surrendered", "light"],
  ["surrenderPaid", "light"],
  ["freeLookCancelled", "light"],
  ["terminated", "light"],
  ["expired", "light"],
  ["matured", "light"],
  ["proposed", "light"],
  ["notTaken", "light"],
];

/** How the customers stand, and how the policies. */
export function standing({ customers, engagements, policiesByState, words }: Findings): Html {
  const engaged = Object.values(engagements).reduce((sum, each) => sum + each, 0);
  const bars = (
    record: string,
    numbers: Readonly<Record<string, number>>,
    fillings: readonly (readonly [string, Filling])[],
    all: boolean,
  ): readonly Bar[] =>
    fillings
      .filter(([state]) => all || numbers[state] !== undefined)
      .map(([state, filling]) => ({ label: stateIn(words, record, state), value: numbers[state] ?? 0, filling }));
  return html`<section><h2>${both("How customers and policies stand", "客户与保单现状")}</h2><div class="pair">
    <figure>${barChart(bars("engagement", engagements, engagementFillings, true), "engagement-caption")}<figcaption id="engagement-caption">${both(`Engagement of ${engaged} of the ${customers} customers; the others have neither paid nor been in touch. Moved by payments, contacts and silence, never by hand.`, `${customers} 位客户中 ${engaged} 位的活跃度；其余客户既无缴费也无联络。由缴费、联络与沉默天数自动变化。`)}</figcaption></figure>
    <figure>${barChart(bars("insurance/policy", policiesByState, policyFillings, false), "policies-caption")}<figcaption id="policies-caption">${both("Policies by state.", "保单状态。")}</figcaption></figure></div></section>`;
}
