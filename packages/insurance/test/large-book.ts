import { createRandom, generateCustomers, type Random } from "@kehu/testing";

/** The last day that the book knows of. */
export const bookUntil = "2025-12-31";
const firstDay = "2018-01-01";
const monthsOf = { monthly: 1, quarterly: 3, annual: 12 } as const;
type Frequency = keyof typeof monthsOf;
type State = "inForce" | "grace" | "lapsed" | "terminated" | "surrenderPaid";

/** A policy as it was sold, and all that was paid for it. It names its holder, product and agent by their place in their lists. */
export interface LargeBookPolicy {
  readonly policyNumber: string;
  readonly holder: number;
  readonly product: number;
  readonly agent: number;
  readonly premiumMinor: number;
  readonly premiumFrequency: Frequency;
  readonly effectiveOn: string;
  readonly paidToOn: string;
  readonly stays: readonly { readonly state: State; readonly from: string; readonly until?: string }[];
  readonly endedOn?: string;
  readonly receipts: readonly {
    readonly amountMinor: number;
    readonly paidOn: string;
    readonly periodFrom: string;
    readonly paidToOn: string;
  }[];
}
/** A part of a book: each customer has one policy, at the same place. */
export interface LargeBookPart {
  readonly customers: ReturnType<typeof generateCustomers>;
  readonly policies: readonly LargeBookPolicy[];
}

/** A book of eight years part by part, so that what makes it takes no memory that grows with it; twelve receipts a policy on average. */
export function* largeBook(options: {
  readonly seed: number;
  readonly policies: number;
  readonly agents: number;
}): Generator<LargeBookPart> {
  for (let from = 0; from < options.policies; from += policiesPerPart) {
    const count = Math.min(policiesPerPart, options.policies - from);
    const random = createRandom(`large-book/${options.seed}/${from}`);
    yield {
      customers: generateCustomers({ seed: `${options.seed}/${from}`, count, organizationsPerMille: 0 }),
      policies: Array.from({ length: count }, (_, holder) => policyOf(random, { number: from + holder, holder, agents: options.agents })),
    };
  }
}
export const policiesPerPart = 1000;
export const productsInBook = 6;

function policyOf(
  random: Random,
  { number, holder, agents }: { readonly number: number; readonly holder: number; readonly agents: number },
): LargeBookPolicy {
  const effectiveOn = addDays(firstDay, random.int(0, daysBetween(firstDay, bookUntil) - 10));
  const premiumFrequency = random.weighted([
    ["annual", 66],
    ["quarterly", 13],
    ["monthly", 21],
  ] as const);
  const step = monthsOf[premiumFrequency];
  const premiumMinor = random.int(40, 800) * 1000 * step;
  const receipts: LargeBookPolicy["receipts"][number][] = [];
  const stays: { state: State; from: string }[] = [{ state: "inForce", from: startOf(effectiveOn) }];
  let paidToOn = effectiveOn;
  for (let instalment = 0; paidToOn <= bookUntil; instalment += 1) {
    const dueOn = paidToOn;
    if (instalment > 0 && random.chance(Math.ceil(((instalment * step <= 12 ? 150 : 60) * step) / 12))) break;
    const late = instalment > 0 && random.chance(80) ? random.int(1, 25) : -random.int(0, 4);
    const paidOn = instalment === 0 ? dueOn : addDays(dueOn, late);
    if (paidOn > bookUntil) break;
    paidToOn = addMonths(effectiveOn, (instalment + 1) * step);
    receipts.push({ amountMinor: premiumMinor, paidOn, periodFrom: dueOn, paidToOn });
  }
  const ending = random.chance(30) && receipts.length > 1 ? surrender(stays, receipts) : afterwards(stays, paidToOn);
  return {
    policyNumber: `P${String(number).padStart(7, "0")}`,
    holder,
    product: random.int(0, productsInBook - 1),
    agent: random.int(0, agents - 1),
    premiumMinor,
    premiumFrequency,
    effectiveOn,
    paidToOn,
    stays: stays.map((stay, index) => ({ ...stay, ...(stays[index + 1] && { until: stays[index + 1]?.from as string }) })),
    ...(ending !== undefined && { endedOn: ending }),
    receipts,
  };
}

type Stays = { state: State; from: string }[];
/** Given up two days after the last premium. */
function surrender(stays: Stays, receipts: LargeBookPolicy["receipts"]): string | undefined {
  const endedOn = addDays(receipts.at(-1)?.paidOn as string, 2);
  if (endedOn > addDays(bookUntil, -30)) return undefined;
  stays.push({ state: "surrenderPaid", from: startOf(endedOn) });
  return endedOn;
}
/** What is not paid takes its course. */
function afterwards(stays: Stays, dueOn: string): string | undefined {
  const lapsedOn = addDays(dueOn, 60);
  const terminatedOn = addMonths(lapsedOn, 24);
  if (dueOn < bookUntil) stays.push({ state: "grace", from: endOf(dueOn) });
  if (lapsedOn < bookUntil) stays.push({ state: "lapsed", from: endOf(lapsedOn) });
  if (terminatedOn >= bookUntil) return undefined;
  stays.push({ state: "terminated", from: endOf(terminatedOn) });
  return terminatedOn;
}

const dayMs = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;
const addDays = (on: string, days: number): string => dayOf(Date.parse(on) + days * dayMs);
function addMonths(on: string, months: number): string {
  const index = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month, Math.min(last, Number(on.slice(8)))));
}
const startOf = (on: string): string => `${addDays(on, -1)}T16:00:00.000Z`;
const endOf = (on: string): string => `${on}T15:59:59.999Z`;
