import { type Phrase, refused, type Schema, type Shape } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import * as z from "zod";
import { type Fault, inWords, type Problem, problemFrom, problemOf } from "./problems.js";
import { invalidInput } from "./read/refusals.js";
import { wrongIds } from "./wrong-ids.js";

const deepest = 32;
const largest = 1_000_000;
const mostProblems = 20;

const schemas = new WeakMap<Shape, z.core.$ZodType>();
const schemaOf = (shape: Shape | Schema): z.core.$ZodType => {
  if ("_zod" in shape) return shape as never;
  const known = schemas.get(shape);
  if (known) return known;
  const schema = z.strictObject(shape as never);
  schemas.set(shape, schema);
  return schema;
};

const parts = new WeakMap<Shape, Map<string, Shape>>();
/** More sets of fields than anybody changes at once are put together anew each time. */
const mostParts = 1000;
/** Some fields of a shape, once for each set of them: a schema takes longer to make than to check a value by. */
export function partOf(shape: Shape, fields: readonly string[]): Shape {
  const known = parts.get(shape) ?? new Map<string, Shape>();
  parts.set(shape, known);
  const key = fields.join();
  const part = known.get(key) ?? Object.fromEntries(fields.map((field) => [field, shape[field] as Shape[string]]));
  if (known.size < mostParts) known.set(key, part);
  return part;
}

/**
 * Takes in what a caller gave: fields that are not declared, prototype keys, text that no database can keep, and whatever is too deep
 * or too large, are refused.
 *
 * @param shape - the fields, or the schema of the whole
 * @param what - how to name it in the error: `insurance/pay-premium`
 * @throws KehuError `crm/invalid-input` with `details.problems`, at most 20
 */
export function parseInput<T = unknown>(shape: Shape | Schema, value: unknown, what: string | Phrase): T {
  assertHarmless(value, what);
  // the sentence that a schema brings itself goes before this one
  const parsed = z.safeParse(schemaOf(shape), value, { error: (issue) => problemFrom(issue, shape).problem, reportInput: true });
  if (!parsed.success) throw invalid(problemsOf(parsed.error, shape), what);
  const wrong = wrongIds(shape, parsed.data);
  if (wrong.length > 0) throw invalid(wrong.slice(0, mostProblems), what);
  return parsed.data as T;
}

/** How to name a row of many in an error. */
export const rowOf = (name: string, row: number): Phrase => phrase("{name}, row {row},", { name, row });

/** Refuses what no schema should even look at. @throws KehuError `crm/invalid-input` */
export function assertHarmless(value: unknown, what: string | Phrase): void {
  const hostile = hostileAt(value);
  if (hostile) throw invalid([hostile], what);
}

/** What zod found, by path; never the values. */
export function problemsOf(error: z.core.$ZodError, shape?: Shape | Schema): readonly Problem[] {
  const problems: Problem[] = [];
  for (const issue of error.issues) {
    const ours = problemFrom(issue, shape);
    const isOurs = issue.message === ours.problem || (shape === undefined && issue.code !== "custom");
    const problem = isOurs ? ours : { path: ours.path, problem: issue.message };
    if (!problems.some((other) => saysAlready(other, problem))) problems.push(problem);
    if (problems.length === mostProblems) break;
  }
  return problems;
}
/** What is of the wrong kind altogether breaks every other check too. */
const saysAlready = (one: Problem, other: Problem): boolean =>
  one.path === other.path && (one.problem === other.problem || one.fault === "wrong" || one.fault === "missing");

export { inWords };

/** The refusal of an input, place by place. */
export const invalid = (problems: readonly Problem[], what: string | Phrase) =>
  refused(invalidInput({ what, problems: inWords(problems) }), { details: { problems } });

/** Where a value stands: its own name and the place of what holds it. */
interface Place {
  readonly name: string;
  readonly holder: Place | undefined;
  readonly depth: number;
}
const pathOf = ({ name, holder }: Place): string =>
  holder === undefined ? name : [pathOf(holder), name].filter((part) => part !== "").join(".");

/** The first thing in a value that no schema should even look at. It goes no deeper than it accepts, so that depth cannot break it. */
function hostileAt(value: unknown): Problem | undefined {
  let size = 0;
  const look = (each: unknown, name: string, holder: Place | undefined): Problem | undefined => {
    const depth = holder === undefined ? 0 : holder.depth + 1;
    const problem = hostility(each, name, depth);
    if (problem !== undefined)
      return problemOf(pathOf({ name, holder, depth }).slice(0, 200), problem, problem === "too-deep" ? { limit: deepest } : {});
    size += typeof each === "string" ? each.length : 8;
    if (typeof each !== "object" || each === null) return undefined;
    const here = { name, holder, depth };
    if (Array.isArray(each)) size += each.length;
    if (size > largest) return problemOf("", "too-big");
    for (const inner of Object.keys(each)) {
      size += inner.length;
      const found = look((each as Readonly<Record<string, unknown>>)[inner], inner, here);
      if (found) return found;
    }
    return undefined;
  };
  return look(value, "", undefined) ?? (size > largest ? problemOf("", "too-big") : undefined);
}

const prototypeNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Names that were looked at and may stand anywhere; fields have the same ones again and again. */
const harmlessNames = new Set<string>();
const mostNames = 10_000;

function hostility(value: unknown, name: string, depth: number): Fault | undefined {
  if (!harmlessNames.has(name)) {
    if (prototypeNames.has(name)) return "prototype-name";
    if (isUnkeepable(name)) return "name-unkeepable";
    if (name.length <= 64 && harmlessNames.size < mostNames) harmlessNames.add(name);
  }
  if (typeof value === "string") return isUnkeepable(value) ? "unkeepable" : undefined;
  if (typeof value !== "object" || value === null) return typeof value === "function" || typeof value === "symbol" ? "no-data" : undefined;
  if (depth >= deepest) return "too-deep";
  return isPlain(value) ? undefined : "not-plain";
}

/** Text that PostgreSQL cannot keep as it is: with a NUL, or with half of a surrogate pair. */
export const isUnkeepable = (text: string): boolean =>
  !(text as string & { isWellFormed(): boolean }).isWellFormed() || text.includes("\0");

/** An object literal, or a list. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The object prototype of another realm is welcome too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
