import type { Money, Selection } from "@kehu/core";
import { type FieldInfo, isScalar } from "@kehu/core/engine";
import { sql } from "../database/compile.js";
import { isPlain } from "../parse.js";
import type { Fault, FaultValues } from "../problems.js";
import type { RecordEntry } from "../registry.js";
import { entryOf } from "../registry.js";
import type { Asking } from "./access.js";
import { areSame, equals, isEmpty, isIn, isOrdered, type Operand, type Order, type Place, placeOf, unless } from "./comparison.js";
import { fieldsOf, isOrdered as isScalarField } from "./fields.js";
import { allOf, anyOf, type Condition } from "./reach.js";
import { invalidWhere, refusedAt } from "./refusals.js";
import { readValue } from "./values.js";

/** Gives the condition on the rows of another record type that may be read; for `among`. */
type Readable = (
  asking: Asking,
  entry: RecordEntry,
  options: { readonly alias: string; readonly fields: readonly string[]; readonly where: unknown; readonly within: Walk },
) => Condition;
/** A walk through one filter, whatever it is nested in. */
export interface Walk {
  readonly readable: Readable;
  depth: number;
  conditions: number;
  aliases: number;
}
interface Scope {
  readonly asking: Asking;
  readonly entry: RecordEntry;
  readonly walk: Walk;
}

const mostValues = 1000;
const deepest = 5;
const mostConditions = 200;
const orders: ReadonlySet<string> = new Set(["from", "until", "after", "before"] satisfies readonly Order[]);

/** What a filter uses and how it reads in SQL: with the answer that `matches` of the core gives. */
export function compileWhere(
  asking: Asking,
  entry: RecordEntry,
  where: unknown,
  options: { readonly alias: string; readonly used: Set<string>; readonly walk: Walk },
): Condition {
  const scope: Scope = { asking, entry, walk: options.walk };
  const { alias, used } = options;
  const places = (name: string): Place | undefined => {
    const field = fieldsOf(entry).get(name);
    if (!field) return undefined;
    used.add(name);
    return placeOf(alias, field);
  };
  return conditions(scope, "where", where, { places, names: () => [...fieldsOf(entry).keys()] });
}

/** Where the fields that a filter names are to be found. */
interface Fields {
  readonly places: (name: string) => Place | undefined;
  readonly names: () => readonly string[];
}

function conditions(scope: Scope, path: string, where: unknown, fields: Fields): Condition {
  const object = plainObject(scope, path, where, "no-filter");
  return deeper(scope, path, () =>
    allOf(
      Object.keys(object).map((name) => {
        const at = `${path}.${name.slice(0, 60)}`;
        count(scope, path);
        if (name === "or") return alternatives(scope, at, object[name], fields);
        const place = fields.places(name);
        if (!place) throw invalid(scope, at, "no-field", { names: [...fields.names(), "or"].join(", ") });
        return condition(scope, at, place, object[name]);
      }),
    ),
  );
}

function alternatives(scope: Scope, path: string, value: unknown, fields: Fields): Condition {
  if (!Array.isArray(value)) throw invalid(scope, path, "no-filters");
  return anyOf(Array.from(value, (each, index) => conditions(scope, `${path}.${index}`, each, fields)));
}

function condition(scope: Scope, path: string, place: Place, given: unknown): Condition {
  if (given === undefined) throw invalid(scope, path, "undefined");
  if (given === null) return isEmpty(place);
  const { info } = place;
  if (info.kind === "list") return contains(scope, path, place, given);
  if (!isScalar(info)) return nested(scope, path, place, given);
  if (typeof given !== "object" || isMoney(given)) return equals(place, operandOf(scope, path, info, given));
  const object = plainObject(scope, path, given, "no-comparisons");
  return allOf(
    Object.keys(object).map((name) => comparison(scope, `${path}.${name.slice(0, 60)}`, place, { name, against: object[name] })),
  );
}

function comparison(
  scope: Scope,
  path: string,
  place: Place,
  { name, against }: { readonly name: string; readonly against: unknown },
): Condition {
  count(scope, path);
  if (name === "in") return among(scope, path, place, against);
  if (name === "notIn") return unless(place, among(scope, path, place, against));
  if (name === "not" && against === null) return sql`not ${isEmpty(place)}`;
  if (name === "not") return unless(place, equals(place, operandOf(scope, path, place.info, against)));
  if (orders.has(name)) return isOrdered(place, name as Order, operandOf(scope, path, place.info, against));
  throw invalid(scope, path, place.info.kind === "money" ? "no-money-comparison" : "no-comparison");
}

function among(scope: Scope, path: string, place: Place, against: unknown): Condition {
  if (isSelection(against)) return selected(scope, path, place, against);
  if (!Array.isArray(against)) throw invalid(scope, path, "no-values");
  if (against.length > mostValues) throw invalid(scope, path, "too-many-values", { limit: mostValues });
  return isIn(
    place,
    Array.from(against, (value, index) => operandOf(scope, `${path}.${index}`, place.info, value)),
  );
}

/** The values of other rows, as far as the caller may read them: what is hidden there is no answer here. */
function selected(scope: Scope, path: string, place: Place, selection: Selection<unknown>): Condition {
  const entry = entryOf(scope.asking, selection.record);
  const field = typeof selection.path === "string" ? fieldsOf(entry).get(selection.path) : undefined;
  if (!field || !isScalarField(field)) throw invalid(scope, path, "among-no-field", { record: entry.record.name });
  const alias = aliasOf(scope, "s");
  const same = areSame(place, placeOf(alias, field));
  if (!same) throw invalid(scope, path, "among-other-kind", { field: field.name, record: entry.record.name });
  const rows = scope.walk.readable(scope.asking, entry, { alias, fields: [field.name], where: selection.where, within: scope.walk });
  return sql`exists (select 1 from ${sql.id(entry.table.schema, entry.table.name)} as ${sql.id(alias)} where ${same} and ${rows})`;
}

function contains(scope: Scope, path: string, place: Place, given: unknown): Condition {
  const object = plainObject(scope, path, given, "list-unasked");
  if (!Object.hasOwn(object, "has") || Object.keys(object).length > 1) throw invalid(scope, path, "list-unasked");
  const item = place.info.item as FieldInfo;
  if (item.kind === "list") throw invalid(scope, path, "list-of-lists");
  const alias = aliasOf(scope, "i");
  const inner: Place = { info: item, columns: [], json: sql.id(alias, "value") };
  const passes = condition(scope, `${path}.has`, inner, object["has"]);
  return sql`exists (select 1 from jsonb_array_elements(case jsonb_typeof(${place.json}) when 'array' then ${place.json} else '[]' end) as ${sql.id(alias)}(value) where ${passes})`;
}

function nested(scope: Scope, path: string, place: Place, given: unknown): Condition {
  const infos = place.info.fields ?? {};
  const places = (name: string): Place | undefined => {
    const index = Object.keys(infos).indexOf(name);
    if (index === -1) return undefined;
    const info = infos[name] as FieldInfo;
    if (place.json) return { info, columns: [], json: sql`(${place.json} -> ${sql.lit(name)})` };
    return { info, columns: [place.columns[index] as Place["columns"][number]] };
  };
  return conditions(scope, path, given, { places, names: () => Object.keys(infos) });
}

/** Whether a filter lets through only what has a value in a field. */
export function asksFor(where: unknown, field: string): boolean {
  if (typeof where !== "object" || where === null || !Object.hasOwn(where, field)) return false;
  const given = (where as Readonly<Record<string, unknown>>)[field];
  if (typeof given !== "object" || given === null) return given !== null;
  return isMoney(given) || Object.keys(given).some((name) => name === "in" || orders.has(name));
}

function operandOf(scope: Scope, path: string, info: FieldInfo, value: unknown): Operand {
  if (info.kind === "money") {
    if (isMoney(value)) return value;
    throw invalid(scope, path, "wrong", { expected: "money" });
  }
  const read = readValue(scope.asking.registry, info, value);
  if ("fault" in read) throw invalid(scope, path, read.fault, read.values);
  return read;
}

function isMoney(value: unknown): value is Money {
  if (typeof value !== "object" || value === null || Object.keys(value).sort().join() !== "amountMinor,currency") return false;
  const { amountMinor, currency } = value as Money;
  return Number.isSafeInteger(amountMinor) && typeof currency === "string" && /^[A-Z]{3}$/.test(currency);
}

const isSelection = (value: unknown): value is Selection<unknown> =>
  typeof value === "object" &&
  value !== null &&
  (value as { kind?: unknown }).kind === "selection" &&
  typeof (value as { record?: unknown }).record === "object";

function plainObject(scope: Scope, path: string, value: unknown, fault: Fault): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && isPlain(value))
    return value as Readonly<Record<string, unknown>>;
  throw invalid(scope, path, fault);
}

function deeper<T>(scope: Scope, path: string, work: () => T): T {
  scope.walk.depth += 1;
  if (scope.walk.depth > deepest) throw invalid(scope, path, "too-deep", { limit: deepest });
  const result = work();
  scope.walk.depth -= 1;
  return result;
}

function count(scope: Scope, path: string): void {
  scope.walk.conditions += 1;
  if (scope.walk.conditions > mostConditions) throw invalid(scope, path, "too-many-conditions", { limit: mostConditions });
}

function aliasOf({ walk }: Scope, letter: string): string {
  walk.aliases += 1;
  return `${letter}${walk.aliases}`;
}

const invalid = (scope: Scope, path: string, fault: Fault, values?: FaultValues) =>
  refusedAt((problems) => invalidWhere({ record: scope.entry.record.name, problems }), path, fault, values);
