import type { Money } from "../define/id.js";
import type { ScalarKey } from "./where.js";

/** A figure over records. */
export interface Measure<V, Path extends string = never> {
  readonly kind: "count" | "sum" | "min" | "max";
  readonly path?: string;
  readonly "~gives"?: V;
  readonly "~path"?: Path;
}
export type Measures = Readonly<Record<string, Measure<unknown, string>>>;
/** The first or last value of a field: of the field's own type, which is known once the record is. */
export interface Extreme {
  readonly "~extreme": true;
}
/** What measures give over records of `T`. */
export type Measured<M, T> = {
  readonly [K in keyof M]: M[K] extends Measure<infer V, infer P> ? (V extends Extreme ? ValueAt<T, P> | null : V) : never;
};
type ValueAt<T, P> = P extends keyof T ? NonNullable<T[P]> : never;
/** Refuses a measure of a field that the record does not have, or that holds something else than the measure gives. */
export type Measurable<M, T> = {
  readonly [K in keyof M]: M[K] extends Measure<infer V, infer P>
    ? [P] extends [never]
      ? M[K]
      : [P] extends [ScalarKey<T>]
        ? [NonNullable<T[P]>] extends [Held<V>]
          ? M[K]
          : V extends Extreme
            ? { readonly "only texts, dates and numbers have a first and a last": P }
            : { readonly "sum is for money, total for numbers": P }
        : { readonly "no such field": P }
    : never;
};
type Held<V> = V extends readonly Money[] ? Money : V extends number ? number : string | number;
/** The measures themselves where the record has their fields, else only what is wrong with each. */
export type Measuring<M, T> = M extends Measurable<NoInfer<M>, T> ? M : Measurable<NoInfer<M>, T>;
/** Group by a field, or by the day, month or year (in the tenant's time zone) in which it falls. */
export type Bucket<T> =
  | ScalarKey<T>
  | { readonly [K in ScalarKey<T>]: NonNullable<T[K]> extends string ? `${K} by ${"day" | "month" | "year"}` : never }[ScalarKey<T>];

/** How many. */
export const count = (): Measure<number> => ({ kind: "count" });
/** One sum per currency, in order of the currency: different currencies never add. */
export const sum = <const P extends string>(path: P): Measure<readonly Money[], P> => ({ kind: "sum", path });
/** The sum of a plain number; 0 over nothing. */
export const total = <const P extends string>(path: P): Measure<number, P> => ({ kind: "sum", path });
/** The first in order, as the field has it, or null over nothing. */
export const earliestOf = <const P extends string>(path: P): Measure<Extreme, P> => ({ kind: "min", path });
/** The last in order, as the field has it, or null over nothing. */
export const latestOf = <const P extends string>(path: P): Measure<Extreme, P> => ({ kind: "max", path });
