import type { Money } from "../define/id.js";
import type { AnyRecord, Stored } from "../define/record.js";

type Scalar = string | number | boolean | Money;
/** The fields of a record that can be sorted, grouped and measured. */
export type ScalarKey<T> = { readonly [K in keyof T & string]: NonNullable<T[K]> extends Scalar ? K : never }[keyof T & string];

/** The values of a field over the records that match. */
export interface Selection<V> {
  readonly kind: "selection";
  readonly record: AnyRecord;
  readonly path: string;
  readonly where: object;
  readonly "~gives"?: V;
}
/** The values of a field over the records that match, for `in` and `notIn`: `among(product, "id", { code: "X" })`. The caller's rights apply inside. */
export const among = <R extends AnyRecord, const P extends keyof Stored<R> & string>(
  record: R,
  path: P,
  where: Where<Stored<R>> = {},
): Selection<NonNullable<Stored<R>[P]>> => ({
  kind: "selection",
  record,
  path,
  where,
});

/**
 * What a value must be. `from` and `until` are inclusive, `after` and `before` are not; `not` and `notIn` keep empty values;
 * text compares by code point; money compares within its currency only.
 */
export interface Comparison<V> {
  readonly in?: readonly V[] | Selection<V>;
  readonly notIn?: readonly V[] | Selection<V>;
  readonly not?: V | null;
  readonly from?: V;
  readonly until?: V;
  readonly after?: V;
  readonly before?: V;
}
/** A value, null for empty, or a comparison. */
export type Test<V> = V | null | Comparison<V>;

/** A filter over a record: every field must pass; of `or` at least one. Lists pass when an item `has` what is asked. */
export type Where<T> = {
  readonly [K in keyof T]?: NonNullable<T[K]> extends Scalar
    ? Test<NonNullable<T[K]>>
    : NonNullable<T[K]> extends readonly (infer E)[]
      ? { readonly has: E extends object ? Where<E> : Test<E> }
      : NonNullable<T[K]> extends object
        ? Where<NonNullable<T[K]>>
        : never;
} & { readonly or?: readonly Where<T>[] };

/** A field to sort by, falling with a minus: `"-paidToOn"`. Empty values come last either way. */
export type Sort<T> = ScalarKey<T> | `-${ScalarKey<T>}`;
