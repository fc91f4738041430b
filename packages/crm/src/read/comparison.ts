import type { Money } from "@kehu/core";
import type { FieldInfo } from "@kehu/core/engine";
import { sql } from "../database/compile.js";
import type { SqlType } from "../schema/table.js";
import type { Field } from "./fields.js";
import { allOf, type Condition } from "./reach.js";
import type { Given } from "./values.js";

/** A value in a row: in columns of its own, or inside `data`. */
export interface Place {
  readonly info: FieldInfo;
  readonly columns: readonly { readonly ref: Condition; readonly type: SqlType }[];
  /** The value as jsonb, where it has no columns. */
  readonly json?: Condition;
}
/** What a place is compared with. */
export type Operand = Given | Money;
export type Order = "from" | "until" | "after" | "before";

/** Where a field of a row is. */
export function placeOf(alias: string, { name, info, columns }: Field): Place {
  if (columns.length === 0) return { info, columns: [], json: sql`(${sql.id(alias, "data")} -> ${sql.lit(name)})` };
  return { info, columns: columns.map((column) => ({ ref: sql.id(alias, column.name), type: column.type })) };
}

const operators: Readonly<Record<Order, Condition>> = { from: sql`>=`, until: sql`<=`, after: sql`>`, before: sql`<` };
const byteOrder = sql`collate "C"`;
const isMoney = (operand: Operand): operand is Money => "currency" in operand;
const [first, second] = [0, 1].map(
  (index) =>
    (place: Place): Condition =>
      (place.columns[index] as Place["columns"][number]).ref,
) as [(place: Place) => Condition, (place: Place) => Condition];

/** The type that a parameter has beside a column: a version is compared with any whole number. */
export const parameterType = (type: SqlType): Condition => sql.raw(type === "integer" ? "bigint" : type);
const arrayType = (type: SqlType): Condition => sql`${parameterType(type)}[]`;
const typeOf = (place: Place): SqlType => (place.columns[0] as Place["columns"][number]).type;

export const isEmpty = (place: Place): Condition => sql`${place.json ?? first(place)} is null`;

/** Equal; never true of an empty value. */
export function equals(place: Place, operand: Operand): Condition {
  if (place.json) return sql`${place.json} = ${jsonText(operand)}::jsonb`;
  if (!isMoney(operand)) return sql`${first(place)} = ${operand.parameter}::${parameterType(typeOf(place))}`;
  return sql`(${first(place)} = ${operand.amountMinor}::bigint and ${second(place)} = ${operand.currency}::text)`;
}

/** Among the values; never true of an empty value. One array, so that their number does not change the statement. */
export function isIn(place: Place, operands: readonly Operand[]): Condition {
  if (place.json) return sql`${place.json} = any(${operands.map(jsonText)}::jsonb[])`;
  if (place.info.kind !== "money")
    return sql`${first(place)} = any(${operands.map((each) => (each as Given).parameter)}::${arrayType(typeOf(place))})`;
  const amounts = operands as readonly Money[];
  const listed = sql`select * from unnest(${amounts.map((each) => each.amountMinor)}::bigint[], ${amounts.map((each) => each.currency)}::text[])`;
  return sql`(${first(place)}, ${second(place)}) in (${listed})`;
}

/** Not so, or empty. */
export const unless = (place: Place, condition: Condition): Condition => sql`(${isEmpty(place)} or not ${condition})`;

/** Beyond or before a value: text by code points, money within its currency; never true of an empty value. */
export function isOrdered(place: Place, order: Order, operand: Operand): Condition {
  const operator = operators[order];
  if (place.json) return isJsonOrdered(place.json, place.info, operator, operand);
  if (!isMoney(operand)) return sql`${first(place)} ${operator} ${operand.parameter}::${parameterType(typeOf(place))}`;
  return sql`(${second(place)} = ${operand.currency}::text and ${first(place)} ${operator} ${operand.amountMinor}::bigint)`;
}

/** What stands in `data` is looked at before it is converted: variants of a union may keep different things under one name. */
function isJsonOrdered(json: Condition, info: FieldInfo, operator: Condition, operand: Operand): Condition {
  if (isMoney(operand)) {
    return sql`(case when ${json} ->> 'currency' = ${operand.currency}::text then (${json} -> 'amountMinor')::numeric ${operator} ${operand.amountMinor}::numeric else false end)`;
  }
  const value = operand.json;
  if (typeof value === "boolean")
    return sql`(case jsonb_typeof(${json}) when 'boolean' then (${json})::boolean ${operator} ${value}::boolean else false end)`;
  if (typeof value === "number")
    return sql`(case jsonb_typeof(${json}) when 'number' then (${json})::numeric ${operator} ${value}::numeric else false end)`;
  return sql`(case jsonb_typeof(${json}) when 'string' then (${json} #>> '{}') ${byteOrder} ${operator} ${info.kind === "choice" ? value : operand.json}::text else false end)`;
}

const jsonText = (operand: Operand): string =>
  JSON.stringify(isMoney(operand) ? { amountMinor: operand.amountMinor, currency: operand.currency } : operand.json);

/** True of two places with the same value, whichever of them is inside `data`; undefined where they can never be the same kind of thing. */
export function areSame(one: Place, other: Place): Condition | undefined {
  if ((one.info.kind === "money") !== (other.info.kind === "money")) return undefined;
  if (one.info.kind === "money") return sameMoney(one, other);
  const [left, right] = [targetOf(one), targetOf(other)];
  if ((left === undefined) !== (right === undefined)) return undefined;
  if (left !== undefined && right !== undefined) {
    if (left !== "*" && right !== "*") return left === right ? sql`${uuidAt(one, left)} = ${uuidAt(other, left)}` : undefined;
    if (left === "*" && right === "*") return sql`${textAt(one)} = ${textAt(other)}`;
    const target = left === "*" ? (right as string) : left;
    return sql`${uuidAt(one, target)} = ${uuidAt(other, target)}`;
  }
  const type = one.columns[0]?.type ?? other.columns[0]?.type;
  if (type === undefined || familyOf(one) !== familyOf(other)) return undefined;
  return sql`${valueAt(one, type)} = ${valueAt(other, type)}`;
}

function sameMoney(one: Place, other: Place): Condition {
  const parts = (place: Place): readonly [Condition, Condition] =>
    place.json ? [sql`(${place.json} -> 'amountMinor')::bigint`, sql`(${place.json} ->> 'currency')`] : [first(place), second(place)];
  const [left, right] = [parts(one), parts(other)];
  return allOf([sql`${left[0]} = ${right[0]}`, sql`${left[1]} = ${right[1]}`]);
}

const families: Readonly<Partial<Record<FieldInfo["kind"], string>>> = {
  integer: "number",
  number: "number",
  boolean: "boolean",
  date: "date",
  instant: "instant",
};
const familyOf = (place: Place): string => families[place.info.kind] ?? "text";
const targetOf = (place: Place): string | undefined =>
  place.info.kind === "reference" ? (place.info.reference?.target ?? "*") : undefined;
const textAt = (place: Place): Condition => (place.json ? sql`(${place.json} #>> '{}')` : first(place));
const valueAt = (place: Place, type: SqlType): Condition => (place.json ? sql`(${place.json} #>> '{}')::${sql.raw(type)}` : first(place));
/** The UUID of a reference, where it points at a record of this type. */
const uuidAt = (place: Place, target: string): Condition =>
  place.columns[0]?.type === "uuid" ? first(place) : uuidInside(textAt(place), target);

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
/**
 * The UUID inside of a TypeID: 26 letters of 5 bits, of which the first two bits are empty.
 *
 * @see https://github.com/jetify-com/typeid/tree/main/spec
 */
function uuidInside(text: Condition, target: string): Condition {
  const prefix = `${target.replace(/[/-]/g, "_")}_`;
  const bits = sql`string_agg((strpos(${sql.lit(alphabet)}, substr(right(${text}, 26), letter, 1)) - 1)::bit(5)::text, '' order by letter)::bit(130)`;
  const half = (from: number): Condition => sql`lpad(to_hex(substring(id.bits from ${sql.lit(from)} for 64)::bit(64)::bigint), 16, '0')`;
  const decoded = sql`select (${half(3)} || ${half(67)})::uuid from (select ${bits} as bits from generate_series(1, 26) as letter) as id`;
  return sql`(case when starts_with(${text}, ${prefix}::text) and length(${text}) = ${prefix.length + 26}::integer then (${decoded}) end)`;
}
