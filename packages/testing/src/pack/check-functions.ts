import {
  type AnyTransition,
  check,
  circumstances,
  type Deadline,
  deadlineAt,
  decide,
  dueAt,
  isReady,
  KehuError,
  type Ledger,
  type LedgerEntry,
  type Rule,
} from "@kehu/core";
import { functionFailed } from "@kehu/core/engine";
import * as z from "zod";
import { testNow } from "../crm/test-now.js";
import { createRandom, type Random } from "../generate/random.js";
import { type GivenSamples, inventedReferences, type SampleContext, sampleShape } from "../sample/sample-value.js";
import { sampleNeeds, sampleRecord } from "../sample/stored.js";
import { actUnsound } from "./act-unsound.js";
import { actsUnlisted, type Listed, listedIn, refusalUnlisted, unlisted } from "./check-listed.js";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";
import { frozen, Impure, twice } from "./pure.js";
import { soundRecord, surroundings } from "./sound-record.js";

/** So many of chance, and as many that are at the bounds of what fields take. */
const samples = 40;
/** The parameters that functions asked for, by name. */
const asked = new Set<string>();
const around = circumstances({ ...surroundings, onParameter: ({ name }) => asked.add(name) });

interface FunctionOptions {
  readonly given?: GivenSamples;
  /** Takes the names of what acts are about. */
  readonly used?: Set<string>;
}

/** The functions of a pack over records of chance: they answer or refuse, write into nothing, and ask neither clock nor chance. */
export function checkFunctions(
  contents: Contents,
  seed: number | string,
  { given = {}, used = new Set() }: FunctionOptions = {},
): readonly Finding[] {
  const { own, all } = contents;
  const listed = listedIn(contents);
  const random = createRandom(`functions/${seed}`);
  const first = firstOf(given);
  const around: Surroundings = { rules: all.rules, listed, used };
  return [
    ...own.transitions.flatMap((transition) =>
      first(random.fork(transition.name), (context) => tryTransition(transition, around, context)),
    ),
    ...own.rules.flatMap((rule) => first(random.fork(rule.name), (context) => tryRule(rule, listed, context))),
    ...own.deadlines.flatMap((deadline) => first(random.fork(deadline.name), (context) => tryDeadline(deadline, around, context))),
    ...own.ledgers.flatMap((ledger) => first(random.fork(`ledger ${ledger.record.name}`), (context) => tryLedger(ledger, around, context))),
  ];
}

type Try = (context: SampleContext) => Finding | undefined;
/** One finding of a definition is enough. */
const firstOf =
  (given: GivenSamples) =>
  (random: Random, attempt: Try): readonly Finding[] => {
    for (let index = 0; index < 2 * samples; index += 1) {
      const own = random.fork(index);
      const reference = inventedReferences(own, testNow);
      const found = attempt({ random: own, now: testNow, reference, given, atBounds: index >= samples });
      if (found) return [found];
    }
    return [];
  };

interface Surroundings {
  readonly rules: readonly Rule[];
  readonly listed: Listed;
  readonly used: Set<string>;
}

function tryTransition(transition: AnyTransition, { rules, listed, used }: Surroundings, context: SampleContext): Finding | undefined {
  const place = `The transition "${transition.name}"`;
  const sampled = soundRecord(transition.record, transition.from, rules, context);
  if (!("record" in sampled)) return undefined;
  const { record } = sampled;
  const needs = frozen(sampleNeeds(transition.needs, context));
  const input = transition.input && frozen(sampleShape(transition.input, context));
  const moment = { ...around, record, needs, input };
  const work = () =>
    [dueAt(transition, moment as never), isReady(transition, moment as never), decide(transition, moment as never)] as const;
  return attempt(place, listed, work, ([, ready, decision]) => {
    if (decision.ok) {
      for (const { on } of decision.acts) used.add(on.name);
      return (
        actsUnlisted(listed, place, decision.acts) ??
        actUnsound(decision.acts) ??
        setUnsound(transition, record, decision.record) ??
        // by hand, where its `when` is false, it may well make it true
        (ready ? goesAround(transition, { ...moment, record: decision.record } as never) : undefined)
      );
    }
    const strange = refusalUnlisted(listed, place, decision.refusal.code);
    if (strange || !["core/not-among-targets", "core/reserved-field"].includes(decision.refusal.code)) return strange;
    return {
      check: "choice-outside",
      problem: `came to what it may not: ${decision.refusal.message.replace(/\.$/, "")}`,
      remedy: "Mend its `choose` or `set`",
    };
  });
}

/** The door refuses what the fields of the record do not take, whoever sets it. */
function setUnsound({ record: { fields } }: AnyTransition, before: object, after: object): Fault | undefined {
  const values = (record: object): Readonly<Record<string, unknown>> => record as Readonly<Record<string, unknown>>;
  for (const [name, schema] of Object.entries(fields as Readonly<Record<string, z.ZodType>>)) {
    const value = values(after)[name];
    if (value === values(before)[name] || z.safeParse(schema, value).success) continue;
    return { check: "set-unsound", problem: `sets ${name} to what the field does not take`, remedy: "Mend its `set`, or widen the field" };
  }
  return undefined;
}

/** What is still true when it has happened happens again, until the write is refused. */
const goesAround = (transition: AnyTransition, after: Parameters<typeof isReady>[1]): Fault | undefined =>
  isReady(transition, after)
    ? {
        check: "automatic-loop",
        problem: "has a `when` that stays true when it has happened",
        remedy: "Let it lead to another state, or `set` what makes it false",
      }
    : undefined;

function tryRule(rule: Rule, listed: Listed, context: SampleContext): Finding | undefined {
  const place = `The rule "${rule.name}"`;
  const record = frozen(sampleRecord(rule.record, context.random.pick(rule.record.states as readonly string[]), context));
  const needs = frozen(sampleNeeds(rule.needs, context));
  return attempt(
    place,
    listed,
    () => check([rule], { record, needs, ...around }),
    ([refusal]) => refusalUnlisted(listed, place, refusal?.code),
  );
}

function tryDeadline(deadline: Deadline, { rules, listed, used }: Surroundings, context: SampleContext): Finding | undefined {
  const place = `The deadline "${deadline.name}"`;
  const sampled = soundRecord(deadline.record, deadline.runsIn, rules, context);
  if (!("record" in sampled)) return undefined;
  const { record } = sampled;
  const moment = { ...around, record, needs: frozen(sampleNeeds(deadline.needs, context)), input: undefined };
  const work = () => {
    const within = deadline.within(moment);
    const ends = within && deadlineAt(within, record.since, [], surroundings.calendar);
    return [ends, deadline.missed?.(moment) ?? [], deadline.met?.(moment)] as const;
  };
  return attempt(place, listed, work, ([, acts]) => {
    for (const { on } of acts) used.add(on.name);
    return actsUnlisted(listed, place, acts) ?? actUnsound(acts);
  });
}

function tryLedger(ledger: Ledger, { rules, listed }: Surroundings, context: SampleContext): Finding | undefined {
  const sampled = soundRecord(ledger.record, ledger.record.states as readonly string[], rules, context);
  if (!("record" in sampled)) return undefined;
  const { record } = sampled;
  const moment = { ...around, record, needs: frozen(sampleNeeds(ledger.needs, context)) };
  const judge = (entries: readonly LedgerEntry[]): Fault | undefined =>
    entries.map((entry) => whyUnsound(entry, entries)).find((why) => why !== undefined);
  return attempt(`The ledger of "${ledger.record.name}"`, listed, () => ledger.entries(moment), judge);
}

type Fault = Omit<Finding, "place">;
const unsound = (problem: string, remedy: string): Fault => ({ check: "ledger-unsound", problem, remedy });

function whyUnsound(entry: LedgerEntry, all: readonly LedgerEntry[]): Fault | undefined {
  const { key, kind, category, amount, customerId, on } = entry;
  if (!["revenue", "cost"].includes(kind)) return unsound(`has an entry of the kind "${String(kind)}"`, "An entry is revenue or cost");
  if (all.filter((other) => other.key === key).length > 1)
    return unsound(`has two entries with the key "${key}"`, "Give each entry of a record a key of its own");
  if (!/^[a-z]+(?:-[a-z0-9]+)*$/.test(category))
    return unsound(`has the category "${category}"`, "Name it in kebab-case, as in cash-value");
  if (!Number.isSafeInteger(amount.amountMinor))
    return unsound(`has an amount that is no whole number of minor units (${amount.amountMinor})`, "Round it, and say how");
  if (amount.amountMinor < 0) return unsound(`has a ${kind} below zero`, "Turn it into the other kind");
  if (typeof customerId !== "string") return unsound("has an entry without a customer", "Say whose it is");
  return /^\d{4}-\d{2}-\d{2}$/.test(on)
    ? undefined
    : unsound(`has an entry on "${on}"`, "Give a day; the day of an instant is calendar.dayOf(…)");
}

/** A calendar that is given what is no time; other codes, such as a year without a notice, are answers. */
const notTimes = ["core/date-invalid", "core/instant-invalid", "core/duration-invalid", "core/working-length-invalid"];

/** Runs what a definition says; a refusal with a code is an answer like any other. */
function attempt<T>(place: string, listed: Listed, work: () => T, judge: (result: T) => Fault | undefined): Finding | undefined {
  const impure: Finding = {
    check: "function-impure",
    place,
    problem: "gives another answer at another time, or by chance",
    remedy: "Use what the moment gives: now, today, the calendar",
  };
  asked.clear();
  try {
    const { result, isPure } = twice(work);
    const fault = isPure ? judge(result) : impure;
    const parameter = [...asked].find((name) => !listed.has("parameter", name));
    return fault ? { place, ...fault } : parameter === undefined ? undefined : unlisted(place, "parameter", parameter);
  } catch (error) {
    return error instanceof Impure ? impure : thrown(place, error);
  }
}

function thrown(place: string, given: unknown): Finding | undefined {
  // told under the name of its definition; what the function itself threw is what there is to mend
  const error = given instanceof KehuError && given.code === functionFailed.code ? given.cause : given;
  const inShort = (thrown: unknown): string => String(thrown).split("\n")[0]?.replace(/\.$/, "") as string;
  const cause = error instanceof KehuError && error.cause !== undefined && !(error.cause instanceof KehuError) ? error.cause : undefined;
  const problem = `throws ${inShort(error)}${cause === undefined ? "" : `, because of ${inShort(cause)}`}`;
  if (error instanceof KehuError && (error.code === "core/due-invalid" || (notTimes.includes(error.code) && "transition" in error.details)))
    return {
      check: "due-unsound",
      place,
      problem,
      remedy: "Let its `due` give a date that exists, an instant or nothing, for every record",
    };
  if (error instanceof KehuError && !notTimes.includes(error.code)) return undefined;
  return {
    check: "function-crash",
    place,
    problem,
    remedy: "Let it answer or refuse for every record that its rules allow, and write into nothing",
  };
}
