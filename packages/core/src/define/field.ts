import * as z from "zod";
import { currencies } from "./currencies.js";
import type { CalendarDate, Id, Instant, Money } from "./id.js";

/** A schema of zod 4, as far as the constructs look at its type; so little that a schema of a second copy of zod is one too. */
export interface Schema<Out = unknown, In = unknown> {
  readonly _zod: { readonly def: { readonly type: string }; readonly output: Out; readonly input: In };
}
/** The fields of a record, a group or an input: names and zod schemas. */
export type Shape = Readonly<Record<string, Schema>>;
export type Output<S extends Shape> = z.core.$InferObjectOutput<S, Record<never, never>>;
export type Input<S extends Shape> = z.core.$InferObjectInput<S, Record<never, never>>;
/**
 * What kind of personal data a field holds; it decides who sees it, what is exported and what is erased. `content`: what somebody said or
 * wrote, which may tell anything.
 */
export type PersonalData = "identifier" | "contact" | "financial" | "health" | "location" | "name" | "content";
/** What a reference points at: a record type, or `"*"` for any; `role` says in which role a customer is meant. */
export interface Reference {
  readonly target: string;
  readonly role?: string;
}
/** A zod schema under a short name, so that declarations and hovers stay small. */
export interface Field<Out, In = Out> extends z.ZodType<Out, In> {}

// Marks travel in the schema's definition, which zod carries along when a schema is refined or described; under global symbols, so that two copies of this package agree.
const referenceMark = Symbol.for("kehu.reference");
const personalMark = Symbol.for("kehu.personal");
const kindMark = Symbol.for("kehu.kind");
type Marks = { [referenceMark]?: Reference; [personalMark]?: PersonalData; [kindMark]?: string };

const marksOf = (schema: Schema): Marks => schema._zod.def as Marks;
const mark = <T extends Schema>(schema: T, marks: Marks): T =>
  z.core.clone(schema as never, z.core.util.mergeDefs(schema._zod.def, marks) as never);

export const referenceOf = (schema: Schema): Reference | undefined => marksOf(schema)[referenceMark];
export const personalOf = (schema: Schema): PersonalData | undefined => marksOf(schema)[personalMark];
export const specialKindOf = (schema: Schema): string | undefined => marksOf(schema)[kindMark];

// Made in one go: each method of a zod schema makes a copy of it, and an application has thousands of fields to make when it starts.
const string = (checks: z.core.$ZodCheck<string>[], marks: Marks = {}) =>
  new z.ZodString({ type: "string", checks, ...marks } as z.core.$ZodStringDef);
/** A schema never changes, so that all fields that say the same share one; an application is ready earlier. */
function shared<T>(name: string, make: () => T): T {
  const known = (made.get(name) as T | undefined) ?? make();
  made.set(name, known);
  return known;
}
const made = new Map<string, unknown>();
const [trimmed, filled, longestId] = [z.trim(), z.minLength(1), z.maxLength(128)];
const idField = <Name extends string>(reference: Reference): Field<Id<Name>> =>
  shared(`ref ${JSON.stringify(reference)}`, () => string([filled, longestId], { [referenceMark]: reference }) as never);

/** A reference to a record of this type. */
export const ref = <const Name extends string>(target: Name): Field<Id<Name>> => idField<Name>({ target });
/** A reference to a record of any type: what a task, an approval or a document is about. */
export const anyRef = (): Field<Id<string>> => idField<string>({ target: "*" });
/** A customer in a role: policyholder, buyer, consignee. */
export const party = (role: string): Field<Id<"customer">> => idField<"customer">({ target: "customer", role });

/** Trimmed text of 1 to `max` characters (500 unless told). */
export const text = (max = 500): Field<string> => shared(`text ${max}`, () => string([trimmed, filled, z.maxLength(max)]));
/** A calendar date, `YYYY-MM-DD`. */
export const date = (): Field<CalendarDate> => shared("date", () => z.iso.date().refine((on) => on >= "0001-01-01"));
/** An instant with its offset; kept in UTC to the millisecond, up to the year 9999. */
export const instant = (): Field<Instant> =>
  shared("instant", () => z.iso.datetime({ offset: true }).check(z.overwrite(canonicalInstant), z.maxLength(24)));
// zod also hands over what it has just refused, and later years are written longer
const canonicalInstant = (value: string): Instant => (Number.isNaN(Date.parse(value)) ? value : new Date(value).toISOString());
/** An amount in minor units (a safe integer) with its ISO 4217 currency. */
export const money = (): Field<Money> =>
  shared("money", () => {
    const currency = string([z.maxLength(3), z.refine((code: string) => currencies.has(code))]);
    return mark(z.strictObject({ amountMinor: z.int(), currency }), { [kindMark]: "money" }) as never;
  });
/** A decimal number as text, for unit prices, rates and percentages: at most `scale` digits, 1 to 20, after the point. */
export const decimal = (scale: number): Field<string> =>
  shared(`decimal ${scale}`, () => {
    // whoever declares a field with it is told where
    if (!Number.isInteger(scale) || scale < 1 || scale > 20) return string([z.maxLength(0)], { [kindMark]: "decimal" });
    const digits = new RegExp(`^(?!-0(\\.0*)?$)-?(0|[1-9]\\d{0,19})(\\.\\d{1,${scale}})?$`);
    return string([z.maxLength(40), z.regex(digits)], { [kindMark]: "decimal" });
  });
/** Fields that belong together; unknown ones are refused. */
export const group = <S extends Shape>(shape: S): Field<Output<S>, Input<S>> => z.strictObject(shape as never) as never;
/** A list of at most `max` items (100 unless told). */
export const list = <T extends Schema>(item: T, max = 100): List<T> => z.array(item as never).max(max) as never;
type List<T extends Schema> = T extends z.core.SomeType ? z.ZodArray<T> : Field<T["_zod"]["output"][], T["_zod"]["input"][]>;
/** Marks personal data; the schema itself is left as it was. */
export const personal = <T extends Schema>(kind: PersonalData, schema: T): T => mark(schema, { [personalMark]: kind });
