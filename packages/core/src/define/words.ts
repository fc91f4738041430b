import type { Output } from "./field.js";
import type { Transitions } from "./lifecycle.js";
import type { Operation } from "./operation.js";
import type { Query } from "./query.js";
import type { RecordType } from "./record.js";

type Options<V> = NonNullable<V> extends string ? (string extends NonNullable<V> ? never : NonNullable<V>) : never;
/** The fields of a group, or of the groups in a list. */
type Inside<V> = NonNullable<V> extends readonly (infer E)[] ? E : NonNullable<V>;
type IsGroup<V> = Inside<V> extends string | number | boolean | { readonly amountMinor: number } ? false : true;
/** A field's words: its name, one for each of its options, and those of the fields inside. */
type FieldWords<V> = [Options<V>] extends [never]
  ? IsGroup<V> extends true
    ? string | { readonly name: string; readonly fields: ShapeWords<Inside<V>> }
    : string
  : { readonly name: string; readonly options: { readonly [O in Options<V>]: string } };
type ShapeWords<T> = { readonly [F in keyof T]-?: FieldWords<T[F]> };
type InputWords<I> = [I] extends [undefined] ? string : { readonly name: string; readonly input: ShapeWords<I> };
type Worded = "record" | "lifecycle" | "operation" | "query" | "refusal" | "deadline" | "parameter" | "role";
type WordedOf<D> = { readonly [K in keyof D as D[K] extends { readonly kind: Worded } ? K : never]: D[K] };
type WordsOf<V> =
  V extends RecordType<any, infer S, infer State, any>
    ? { readonly name: string; readonly fields: ShapeWords<Output<S>>; readonly states: { readonly [X in State]: string } }
    : V extends { readonly kind: "lifecycle" } & Transitions<any, infer Inputs>
      ? { readonly [T in Exclude<keyof Inputs, "kind">]: InputWords<Inputs[T]> }
      : V extends Operation<infer I, any> | Query<infer I, any>
        ? { readonly name: string; readonly input: ShapeWords<I> }
        : string;
/** The words of a pack in one language; a missing word does not compile. Refusals keep the blanks of the English sentence. */
export type Words<D> = { readonly [K in keyof WordedOf<D>]: WordsOf<WordedOf<D>[K]> };
type Some<W> = { readonly [K in keyof W]?: W[K] extends string ? string : Some<W[K]> };
/** Where the English name says it badly: `paidToOn` is "Paid to on" unless told. */
export type SomeWords<D> = Some<Words<D>>;

/** The English words that a camelCase or kebab-case name gives: `paidToOn` → "Paid to on". */
export function englishName(name: string): string {
  const spaced = (name.split("/").at(-1) ?? name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("-", " ")
    .toLowerCase()
    .replace(/ id$/, "");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
