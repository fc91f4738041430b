import { defineRefusal, type Phrase, refused } from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import * as z from "zod";
import { isPlain, parseInput, rowOf } from "../parse.js";
import { tooMany } from "../read/refusals.js";

/** How a call may be made; what a verb does not know is refused, for a slip would go unnoticed. */
export interface Options {
  readonly version?: number;
  readonly key?: string;
  readonly onReplay?: () => void;
  readonly state?: string;
  readonly ifExists?: "refuse" | "give";
}
const version = z.int().min(1).optional();
const state = z.string().max(60).optional();
const shapes = {
  create: { state, ifExists: z.enum(["refuse", "give"]).optional() },
  createMany: { state },
  one: { version },
  many: {},
};

/** The options of a call. The key has a code of its own, so it is looked at where it is used. */
export function optionsOf(verb: keyof typeof shapes, given: unknown): Options {
  if (given === undefined) return {};
  const what = phrase("the call, options,");
  if (typeof given !== "object" || given === null || Array.isArray(given) || !isPlain(given)) return parseInput(shapes[verb], given, what);
  const { key, onReplay, ...rest } = given as { readonly key?: string; readonly onReplay?: unknown };
  if (onReplay !== undefined && typeof onReplay !== "function") parseInput({}, { onReplay: null }, what);
  return {
    ...parseInput<Options>(shapes[verb], rest, what),
    ...(key !== undefined && { key }),
    ...(onReplay !== undefined && { onReplay: onReplay as () => void }),
  };
}

/** How many records or inputs one call may bring. */
const mostRows = 10_000;

export function listOf(given: unknown, what: string): readonly unknown[] {
  const list = parseList(given, what);
  if (list.length > mostRows)
    throw refused(
      tooMany({
        what: phrase("The call of {name}", { name: what }),
        limit: mostRows,
        things: phrase("rows"),
        advice: phrase("make several calls of it"),
      }),
    );
  return list;
}
function parseList(given: unknown, what: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  return parseInput<readonly unknown[]>(z.array(z.unknown()), given, what);
}

/** A record that a call is about, and what is to become of it. */
export interface RowArgument {
  readonly id: string;
  readonly version?: number;
  readonly change?: unknown;
  readonly input?: unknown;
}
const row = { id: z.string().max(200), version };
const rows = {
  none: row,
  change: { ...row, change: z.unknown().optional() },
  input: { ...row, input: z.unknown().optional() },
};

/** @param part - what each row carries beside the id and the version */
export const rowsOf = (given: unknown, part: "change" | "input" | undefined, what: string): readonly RowArgument[] =>
  listOf(given, what).map((each, index) => parseInput<RowArgument>(rows[part ?? "none"], each, rowOf(what, index)));

/** Rows from before, each with how it enters. */
export const adoptionsOf = (given: unknown, what: string): readonly { readonly input: unknown; readonly as: unknown }[] =>
  listOf(given, what).map((each) => (typeof each === "object" && each !== null ? each : {}) as { input: unknown; as: unknown });

export const wrongDefinition = defineRefusal(
  "crm/wrong-definition",
  "This takes {wanted}, and was given {given}; pass what was defined as that.",
);

/** What a verb takes. */
const takes = {
  record: { kinds: ["record"], wanted: phrase("a record type") },
  transition: { kinds: ["transition"], wanted: phrase("a transition of a lifecycle") },
  operation: { kinds: ["operation"], wanted: phrase("an operation") },
  callable: { kinds: ["operation", "query"], wanted: phrase("an operation or a query") },
};

/** The name of a definition that a verb is given. @throws KehuError `crm/wrong-definition` for what the verb does not take */
export function nameOf(definition: unknown, what: keyof typeof takes = "record"): string {
  const { kind, name } = (typeof definition === "object" && definition !== null ? definition : {}) as Readonly<Record<string, unknown>>;
  const { kinds, wanted } = takes[what];
  if (typeof name === "string" && kinds.includes(kind as string)) return name;
  throw refused(wrongDefinition({ wanted, given: givenAs(definition, kind, name) }));
}
const kinds: ReadonlySet<string> = new Set(
  "record lifecycle transition rule deadline parameter refusal operation query ledger role".split(" "),
);
function givenAs(definition: unknown, kind: unknown, name: unknown): Phrase {
  if (definition === undefined || definition === null) return phrase("nothing");
  if (typeof kind !== "string" || !kinds.has(kind)) return phrase("something that is no definition");
  // each kind has words of its own
  return typeof name === "string" ? phrase(`the ${kind} "{name}"`, { name: name.slice(0, 80) }) : phrase(`a ${kind}`);
}
/** What the verbs take that take something else than a record type. */
export const takenBy: Readonly<Record<string, keyof typeof takes>> = {
  apply: "transition",
  applyMany: "transition",
  call: "callable",
  callMany: "operation",
};
