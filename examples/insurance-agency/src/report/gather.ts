import { allPages, type CalendarDate, count, customer, engagement, interaction, type Ratio, type Session, sum, task } from "@kehu/core";
import { type ProfitCurve, profitCurve } from "@kehu/core/value";
import { type StoppedClock, stoppedClocks } from "@kehu/crm";
import { claim, lapseFigure, lossRatioByProduct, lossRatioFigure, policy, premiumReceipt } from "@kehu/insurance";
import type { Both } from "report-kit";
import { aboutToLapse, type Endangered } from "../agency/about-to-lapse.js";
import { bookValue, type CustomerValue } from "../agency/book-value.js";
import { type AgentCommission, commissionByAgent } from "../agency/commission-by-agent.js";
import { type Agency, currency, dayOf, eveningOf } from "../agency/open-agency.js";
import { type ClaimClock, gatherClaimClocks } from "./gather-claim-clocks.js";
import { type Cohorts, gatherCohorts } from "./gather-cohorts.js";
import { gatherDesk, type RenewalRow } from "./gather-desk.js";
import { gatherServicing, type ServicingAges } from "./gather-servicing.js";
import { gatherStory, type Story } from "./gather-story.js";
import { gatherTriangle, type Triangle } from "./gather-triangle.js";
import { gatherWords, type StateWords } from "./state-words.js";
import { claimStates, promisedWhat, toDo } from "./to-do.js";

/** A promise or a task that is over its time. */
export interface Overdue {
  readonly what: Both | string;
  readonly about: string;
  readonly displayName: string;
  readonly dueOn: CalendarDate;
}
/** All that the report shows, as the CRM knows it on its last day. */
export interface Findings {
  readonly asOf: CalendarDate;
  readonly until: CalendarDate;
  readonly currency: string;
  readonly customers: number;
  readonly policiesByState: Readonly<Record<string, number>>;
  readonly claimsByState: Readonly<Record<string, number>>;
  readonly receipts: number;
  readonly premiumMinor: number;
  readonly values: readonly CustomerValue[];
  readonly curve: ProfitCurve;
  readonly cohorts: Cohorts;
  readonly engagements: Readonly<Record<string, number>>;
  readonly aboutToLapse: readonly Endangered[];
  readonly overdue: readonly Overdue[];
  readonly stopped: readonly StoppedClock[];
  readonly desk: readonly RenewalRow[];
  readonly triangle: Triangle;
  readonly claimClocks: readonly ClaimClock[];
  readonly servicing: readonly ServicingAges[];
  readonly lossRatio: Ratio | undefined;
  readonly lossByProduct: readonly ProductLoss[];
  readonly lapse: Ratio;
  /** The numbers of the policies that lapsed in the year. */
  readonly lapsed: readonly string[];
  readonly commission: readonly AgentCommission[];
  readonly story: Story | undefined;
  readonly words: StateWords;
}
const mostOverdue = 200;

/** Asks the CRM, with the rights of the analyst. */
export async function gather(
  agency: Agency,
  { asOf, until }: { readonly asOf: CalendarDate; readonly until: CalendarDate },
): Promise<Findings> {
  const { analyst } = agency;
  const words = await gatherWords(analyst);
  const year = { from: dayAfter(asOf), until };
  const values = await analyst.call(bookValue, { currency });
  const byName = new Map(values.map((each) => [each.customerId, each.displayName]));
  const [receipts] = await analyst.aggregate(premiumReceipt, {
    where: { state: "posted" },
    measures: { receipts: count(), amount: sum("amount") },
  });
  const [people] = await analyst.aggregate(customer, { measures: { customers: count() } });
  const curve = profitCurve(
    // by their own numbers, so that equal ones are in the same order in every run
    values.map(({ customerId, customerNumber = customerId, profitMinor }) => ({ customerId: customerNumber, profitMinor })),
    { asOf: until, currency },
  );
  return {
    asOf,
    until,
    currency,
    customers: people?.customers ?? 0,
    policiesByState: counts(await analyst.aggregate(policy, { by: ["state"], measures: { number: count() } })),
    claimsByState: counts(await analyst.aggregate(claim, { by: ["state"], measures: { number: count() } })),
    receipts: receipts?.receipts ?? 0,
    premiumMinor: receipts?.amount.find((each) => each.currency === currency)?.amountMinor ?? 0,
    values,
    curve,
    cohorts: await gatherCohorts(analyst, { until, currency }),
    engagements: counts(await analyst.aggregate(engagement, { by: ["state"], measures: { number: count() } })),
    aboutToLapse: await analyst.call(aboutToLapse, {}),
    overdue: await overdueOf(agency, until, byName),
    stopped: (await analyst.call(stoppedClocks, {})).rows,
    desk: await gatherDesk(analyst, eveningOf(until)),
    triangle: await gatherTriangle(analyst, { until, currency }),
    claimClocks: await gatherClaimClocks(analyst),
    servicing: await gatherServicing(analyst, year),
    ...(await lossesOf(analyst, year)),
    lapse: await analyst.call(lapseFigure, year),
    lapsed: await lapsedIn(analyst, year),
    commission: (await analyst.call(commissionByAgent, { ...year, currency })).rows,
    story: await gatherStory(analyst, values, { until, words }),
    words,
  };
}

/** A product in the currency of the agency. */
export interface ProductLoss extends Ratio {
  readonly code: string;
  readonly name: string;
}
async function lossesOf(
  session: Session,
  year: { readonly from: CalendarDate; readonly until: CalendarDate },
): Promise<Pick<Findings, "lossRatio" | "lossByProduct">> {
  const { figures } = await session.call(lossRatioFigure, year);
  const { rows } = await session.call(lossRatioByProduct, year);
  return {
    lossRatio: figures.find((each) => each.currency === currency),
    lossByProduct: rows.filter((each) => each.currency === currency),
  };
}

async function lapsedIn(session: Session, lapsedOn: { readonly from: CalendarDate; readonly until: CalendarDate }) {
  const numbers: string[] = [];
  for await (const page of allPages(session, policy, { where: { lapsedOn }, select: ["policyNumber"], sort: "policyNumber" }))
    numbers.push(...page.map(({ policyNumber }) => policyNumber));
  return numbers;
}

const dayAfter = (on: CalendarDate): CalendarDate => dayOf(new Date(Date.parse(eveningOf(on)) + 60_000).toISOString());

const counts = (rows: readonly { readonly state: string; readonly number: number }[]): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.map(({ state, number }) => [state, number]));

/** The longest overdue first. */
async function overdueOf({ analyst }: Agency, until: CalendarDate, names: ReadonlyMap<string, string>): Promise<readonly Overdue[]> {
  const promises = await analyst.find(interaction, {
    where: { state: "promised", promisedUntil: { before: eveningOf(until) } },
    sort: "promisedUntil",
    limit: mostOverdue,
  });
  const tasks = await analyst.find(task, { where: { state: "open", dueOn: { before: until } }, sort: "dueOn", limit: mostOverdue });
  const nameOf = (id: string | undefined): string => (id === undefined ? "" : (names.get(id) ?? ""));
  const claims = await claimStates(
    analyst,
    tasks.items.map(({ aboutId }) => aboutId),
  );
  return [
    ...promises.items.map((each) => ({
      what: promisedWhat(each),
      about: each.topic,
      displayName: nameOf(each.customerId),
      dueOn: each.promisedUntil === undefined ? "" : dayOf(each.promisedUntil),
    })),
    ...tasks.items.map((each) => ({
      what: toDo(each.aboutId, claims),
      about: each.subject,
      displayName: nameOf(each.customerId),
      dueOn: each.dueOn ?? "",
    })),
  ].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}
