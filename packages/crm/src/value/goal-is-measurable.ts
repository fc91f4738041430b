import { type AnyQuery, defineRefusal, defineRule, goal, type Rule } from "@kehu/core";
import { objectInJson } from "@kehu/core/engine";
import type * as z from "zod";
import { parseInput } from "../parse.js";
import { isRuntimeQuery, ownQueries } from "../read/ground.js";

export const goalQueryUnknown = defineRefusal(
  "crm/goal-query-unknown",
  "A goal cannot be measured by {query}: there is no such query that gives a number; name one of {queries}.",
);
export const goalFigureUnknown = defineRefusal(
  "crm/goal-figure-unknown",
  "The query {query} gives no number at {figure}; name one of {figures}.",
);

/**
 * A new goal, or one that is to be measured otherwise, names a query that there is, with an input that it takes and the place of a number in
 * its answer. What an answer leaves open is found when it is measured.
 */
export function goalIsMeasurable(queries: ReadonlyMap<string, AnyQuery>): Rule {
  const named = (name: string): AnyQuery | undefined => queries.get(name) ?? ownQueries.get(name);
  return defineRule("goal-is-measurable", goal, {
    check({ record: { query: name, figure, input }, before }) {
      if (before?.query === name && before.figure === figure && before.input === input) return undefined;
      const query = named(name);
      const places = query === undefined ? [] : placesOf(query);
      if (query === undefined || places.length === 0) {
        const measuring = [...queries.values(), ...ownQueries.values()].filter((each) => placesOf(each).length > 0);
        return goalQueryUnknown({ query: name, queries: measuring.map((each) => each.name).join(", ") });
      }
      if (!places.some((place) => isAt(place, figure))) return goalFigureUnknown({ query: name, figure, figures: places.join(", ") });
      // that it has to be an object is said by the rule of all goals
      const given = objectInJson(input);
      if (given !== undefined) parseInput(query.input, given, name);
      return undefined;
    },
  });
}

const isOpen = (place: string): boolean => place.endsWith("*");
/** Any item of a list may be meant, of which a place names the first. */
const isAt = (place: string, figure: string): boolean =>
  isOpen(place) ? `${figure}.`.startsWith(place.slice(0, -1)) : place === figure.replace(/(?<=^|\.)\d+(?=\.|$)/g, "0");

/** What a pack leaves open may give numbers; the runtime declares all of its own that are figures. */
const placesOf = (query: AnyQuery): readonly string[] =>
  placesIn(query.output).filter((place) => !(isOpen(place) && isRuntimeQuery(query)));

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
}
const wrappers: readonly string[] = ["nullable", "optional", "default", "prefault", "readonly", "nonoptional", "catch"];
const settled: readonly string[] = ["string", "enum", "literal", "boolean", "null", "undefined", "void", "never", "date", "bigint"];

/** Where an answer has numbers: `worstFifth.shareOfTotal`; `points.0.customers` in a list; `points.*` where a schema leaves open what stands inside. */
function placesIn(schema: z.core.$ZodType, path: readonly string[] = []): readonly string[] {
  const { type, innerType, shape, element } = schema._zod.def as Definition;
  if (type === "number") return path.length === 0 ? [] : [path.join(".")];
  if (type === "object") return Object.entries(shape ?? {}).flatMap(([name, inner]) => placesIn(inner, [...path, name]));
  if (element !== undefined) return placesIn(element, [...path, "0"]);
  if (innerType !== undefined && wrappers.includes(type)) return placesIn(innerType, path);
  return settled.includes(type) ? [] : [[...path, "*"].join(".")];
}
