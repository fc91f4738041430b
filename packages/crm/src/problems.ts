import { fillBlanks, type Schema, type Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import type * as z from "zod";
import { problemsZhCN } from "./locales/problems.zh-CN.js";

/** What may be expected at a place of an input. */
export type Expected = FieldInfo["kind"] | "minorUnits" | "currency" | "scaled" | "idOf" | "anyId" | "email" | "url" | "uuid" | "nothing";
/** What may be wrong with an input. */
export type Fault = keyof typeof english.faults;
/** What fills the blanks of such a sentence. */
export type FaultValues = Readonly<Record<string, string | number>>;
/** The sentences of one language; they follow the path of what is wrong. */
export interface ProblemWords {
  readonly faults: Readonly<Record<Fault, string>>;
  readonly expected: Readonly<Record<Expected, string>>;
  /** The input as a whole, and what stands between several problems. */
  readonly whole: string;
  readonly between: string;
}
/** One thing that is wrong with an input; never the value that was given. */
export interface Problem {
  /** `beneficiaries.0.rank`; empty for the input as a whole. */
  readonly path: string;
  /** In English. */
  readonly problem: string;
  /** Which sentence it is; absent where a schema brought its own. */
  readonly fault?: Fault;
  /** What fills its blanks. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What may be wrong with a filter or a query. */
const queryFaults = {
  "no-filter": "needs an object with fields",
  "no-filters": "needs a list of filters",
  "no-comparisons": "needs a value, null, or an object with in, notIn, not, from, until, after or before",
  "no-comparison": "is no comparison; use in, notIn, not, from, until, after or before",
  "no-money-comparison": "is no comparison; use an amount with its currency, or in, notIn, not, from, until, after or before",
  "no-field": "is no field; choose one of {names}",
  undefined: "is undefined; leave the field out, or give null for an empty value",
  "no-values": "needs a list of values, or among(…)",
  "too-many-values": "has more than {limit} values; ask with among(…), or in several queries",
  "too-many-conditions": "has more than {limit} conditions; use in for many values",
  "among-no-field": "asks among {record} for something that is no field with single values",
  "among-other-kind": "compares with {field} of {record}, which is another kind of value",
  "list-unasked": "is a list; ask what an item of it has: { has: … }",
  "list-of-lists": "is a list of lists, which cannot be asked",
  "no-instant": "has to be an instant such as 2026-01-31T09:00:00.000Z; calendar.startOf gives that of a date",
  "no-option": "is no option; choose from {names}",
  "no-options": "needs an object such as { where, select }",
  "no-fields": "needs a list of 1 to {limit} fields",
  "unknown-field": "names something that is no field; choose from {names}",
  unsortable: "names something that cannot be sorted by; choose from {names}, with a minus before it to fall",
  ungroupable: "names something that cannot be grouped by; choose from {names}",
  "no-part-of-time": 'asks for a part of time that there is not; write a date or an instant "by day", "by month" or "by year"',
  "no-measures": "needs an object with 1 to {limit} measures such as { policies: count() }",
  "no-measure": "is no measure; use count, sum, total, earliestOf or latestOf",
  "no-sum": "sums something that is neither money nor a number; choose from {names}",
  "no-order": "asks for the first or last of something without an order; choose from {names}",
  "no-limit": "needs a whole number from 1 to {limit}",
} as const;

const english = {
  whole: "it",
  between: "; ",
  faults: {
    missing: "is missing and has to be {expected}",
    wrong: "has to be {expected}",
    empty: "is empty and has to be {expected}",
    "missing-option": "is missing and has to be one of {options}",
    "not-an-option": "has to be one of {options}",
    "too-long": "has to have at most {limit} characters",
    "too-short": "has to have at least {limit} characters",
    "too-many": "has to have at most {limit} items",
    "too-few": "has to have at least {limit} items",
    "too-large": "has to be at most {limit}",
    "too-small": "has to be at least {limit}",
    "not-below": "has to be less than {limit}",
    "not-above": "has to be more than {limit}",
    "not-a-multiple": "has to be a multiple of {limit}",
    "unknown-fields": "has fields that are not asked for ({names}), leave them out",
    "no-variant": "fits none of the forms that are possible here",
    form: "has to have the form {form}",
    other: "is not what is asked for here",
    "prototype-name": "is a name that no field has; leave it out",
    "name-unkeepable": "has a name with a NUL or half a character; leave it out",
    unkeepable: "has a NUL or half a character, which cannot be kept; leave it out",
    "no-data": "is no data; leave it out",
    "too-deep": "is nested deeper than {limit}; make it flatter",
    "not-plain": "is neither a plain object nor a list; give plain data",
    "state-changes": "changes by a transition only; apply the transition that leads there",
    "state-begins": "is no field to fill; it begins as {options}: give another than the first beside the fields, as { state }",
    beside: "is no field to fill; give it beside the fields, with asOf and source",
    assigned: "is no field to fill; use assign",
    kept: "is kept by Kehu itself; leave it out",
    "too-big": "is larger than 1 MB; send less at a time",
    ...queryFaults,
  },
  expected: {
    text: "text",
    choice: "one of its options",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    date: "a date that exists, as in 2026-01-31",
    instant: "an instant with its offset, as in 2026-01-31T15:59:59.999Z",
    decimal: 'a decimal number as text, as in "12.5"',
    scaled: "a decimal number as text with at most {scale} digits after the point",
    money: "an amount as { amountMinor, currency }",
    minorUnits: "a whole number of minor units",
    currency: "an ISO 4217 code, as in CNY",
    reference: "an id",
    idOf: "an id that begins with {prefix}_ and goes on with 26 letters and digits",
    anyId: "the id of a record, as in customer_ and 26 letters and digits",
    group: "a group of fields",
    list: "a list",
    union: "a group of fields",
    email: "an e-mail address",
    url: "a web address",
    uuid: "a UUID",
    nothing: "left out",
  },
} as const;
const languages: Readonly<Record<string, ProblemWords>> = { en: english, "zh-CN": problemsZhCN };

/** A problem with its English sentence. */
export function problemOf(path: string, fault: Fault, values: Readonly<Record<string, string | number>> = {}): Problem {
  return { path, problem: sentenceOf(english, fault, values), fault, ...(Object.keys(values).length > 0 && { values }) };
}

function sentenceOf({ faults, expected }: ProblemWords, fault: Fault, values: Readonly<Record<string, string | number>>): string {
  const kind = values["expected"];
  return fillBlanks(faults[fault], kind === undefined ? values : { ...values, expected: fillBlanks(expected[kind as Expected], values) });
}

/** Problems in one line, for a sentence. */
export function inWords(problems: readonly Problem[], locale = "en"): string {
  const words = languages[locale] ?? english;
  return problems
    .map(({ path, problem, fault, values = {} }) => {
      const known = fault !== undefined && Object.hasOwn(words.faults, fault);
      if (known) return [path === "" ? words.whole : path, sentenceOf(words, fault, values)].filter((part) => part !== "").join(" ");
      return path === "" ? problem : `${path}: ${problem}`;
    })
    .join(words.between);
}

/** What zod found, as a problem: the sentence that a schema brings itself goes before. */
export function problemFrom(issue: z.core.$ZodRawIssue | z.core.$ZodIssue, of?: Shape | Schema): Problem {
  const path = (issue.path ?? []).map(String).join(".");
  const place = of && placeAt(of, issue.path ?? []);
  return problemOf(path, ...faultOf(issue as z.core.$ZodIssue, place, "input" in issue && issue.input === undefined));
}

type Found = readonly [fault: Fault, values?: Readonly<Record<string, string | number>>];

function faultOf(issue: z.core.$ZodIssue, place: Expected | undefined, isMissing: boolean): Found {
  const expected = (kind: Expected): Found => [isMissing ? "missing" : "wrong", { expected: kind }];
  if (place !== undefined && closed.has(place)) return place === "decimal" ? decimalFault(issue, isMissing) : expected(place);
  switch (issue.code) {
    case "invalid_type":
      return expected(place === "choice" || place === undefined ? (plain[issue.expected] ?? "text") : place);
    case "invalid_value":
      return [isMissing ? "missing-option" : "not-an-option", { options: listed(issue.values.map(String)) }];
    case "too_big":
    case "too_small":
      return boundFault(issue, place);
    case "not_multiple_of":
      return ["not-a-multiple", { limit: issue.divisor }];
    case "invalid_format":
      return formatFault(issue);
    case "unrecognized_keys":
      return ["unknown-fields", { names: listed(issue.keys) }];
    case "invalid_union":
      return unionFault(issue, isMissing);
    case "custom":
      return ownFault(issue, expected);
    default:
      return ["other"];
  }
}

/** A check of a schema says with `params: { expected }` what has to be there, so that it is said in every language. */
function ownFault({ params }: z.core.$ZodIssueCustom, expected: (kind: Expected) => Found): Found {
  const kind: unknown = params?.["expected"];
  return typeof kind === "string" && Object.hasOwn(english.expected, kind) ? expected(kind as Expected) : ["other"];
}

/** Kinds of which one sentence says all: whatever is wrong, this is how it is written. */
const closed: ReadonlySet<Expected> = new Set<Expected>(["date", "instant", "decimal", "minorUnits", "currency"]);
const plain: Readonly<Record<string, Expected>> = {
  string: "text",
  number: "number",
  int: "integer",
  boolean: "boolean",
  object: "group",
  record: "group",
  array: "list",
  never: "nothing",
  undefined: "nothing",
};

function boundFault(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, place: Expected | undefined): Found {
  const isBig = issue.code === "too_big";
  const limit = Number(isBig ? issue.maximum : issue.minimum);
  if (issue.origin === "string")
    return !isBig && limit === 1 ? ["empty", { expected: place ?? "text" }] : [isBig ? "too-long" : "too-short", { limit }];
  if (issue.origin === "array" || issue.origin === "set") return [isBig ? "too-many" : "too-few", { limit }];
  if (issue.inclusive === false) return [isBig ? "not-below" : "not-above", { limit }];
  return [isBig ? "too-large" : "too-small", { limit }];
}

function formatFault({ format, pattern }: z.core.$ZodIssueInvalidStringFormat): Found {
  const known: Readonly<Record<string, Expected>> = {
    date: "date",
    datetime: "instant",
    email: "email",
    url: "url",
    uuid: "uuid",
    guid: "uuid",
  };
  const kind = known[format];
  if (kind !== undefined) return ["wrong", { expected: kind }];
  return pattern === undefined ? ["other"] : ["form", { form: pattern.slice(0, 120) }];
}

function decimalFault(issue: z.core.$ZodIssue, isMissing: boolean): Found {
  const scale = /\\d\{1,(\d+)\}\)\?\$\/?$/.exec((issue as { readonly pattern?: string }).pattern ?? "")?.[1];
  return [isMissing ? "missing" : "wrong", scale === undefined ? { expected: "decimal" } : { expected: "scaled", scale: Number(scale) }];
}

function unionFault(issue: Extract<z.core.$ZodIssue, { readonly code: "invalid_union" }>, isMissing: boolean): Found {
  const options = "options" in issue && issue.options ? listed(issue.options.map(String)) : undefined;
  if (options !== undefined && options !== "") return ["not-an-option", { options }];
  return isMissing ? ["missing", { expected: "union" }] : ["no-variant"];
}

/** Names in a sentence: not endless ones, and not endlessly many. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name));
  return [...shown, ...(names.length > shown.length ? ["…"] : [])].join(", ");
}

const shapes = new WeakMap<object, FieldInfo | undefined>();
/** A shape or schema as fields; undefined where it holds what no record keeps. */
export function infoOf(of: Shape | Schema): FieldInfo | undefined {
  if (shapes.has(of)) return shapes.get(of);
  let info: FieldInfo | undefined;
  try {
    const isSchema = "_zod" in of;
    const fields = readShape(isSchema ? { whole: of as Schema } : of, "The input,");
    info = isSchema ? fields["whole"] : { kind: "group", optional: false, hasDefault: false, fields };
  } catch {
    // what the runtime itself asks for may be of a kind that no record keeps; zod's own words for the kind will do
  }
  shapes.set(of, info);
  return info;
}

/** What is expected at a path. */
function placeAt(of: Shape | Schema, path: readonly PropertyKey[]): Expected | undefined {
  let info = infoOf(of);
  for (const [index, key] of path.entries()) {
    if (info?.kind === "money") return index < path.length ? (key === "amountMinor" ? "minorUnits" : "currency") : "money";
    info = typeof key === "number" ? info?.item : Object.hasOwn(info?.fields ?? {}, key) ? info?.fields?.[String(key)] : undefined;
  }
  return info?.kind;
}
