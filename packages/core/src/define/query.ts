import type * as z from "zod";
import { checkFunction, checkSchema, checkSettings } from "./check-given.js";
import { checkName } from "./check-name.js";
import type { Input, Output, Schema, Shape } from "./field.js";
import type { Circumstances } from "./moment.js";
import { readShape } from "./schema.js";
import type { Reader } from "./session.js";

/** A share with what it was made of; an empty denominator gives null. */
export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}
/** A ratio; null where there is nothing to divide by. */
export const ratio = (numerator: number, denominator: number): Ratio => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : numerator / denominator,
});

/** A question, answered without writing; every measured figure is one. */
export interface Query<I, O> {
  readonly kind: "query";
  readonly name: string;
  readonly input: Shape;
  readonly output: z.core.$ZodType;
  readonly run: (reader: Reader & Circumstances, input: never) => Promise<O>;
  readonly "~io"?: readonly [I, O];
}
export type AnyQuery = Query<unknown, unknown>;

/**
 * Declares a question. It runs with the caller's rights; the arithmetic is a pure function of its own. What `run` throws without a code
 * reaches the caller as `core/function-failed`, as in an operation.
 */
export function defineQuery<I extends Shape, O>(
  name: string,
  def: {
    readonly input: I;
    readonly output: Schema<O>;
    readonly run: (reader: Reader & Circumstances, input: Output<I>) => Promise<NoInfer<O>>;
  },
): Query<Input<I>, O> {
  checkName("query", name);
  checkSettings(`The query "${name}"`, def, "input output run");
  checkSchema(`The query "${name}"`, "output", def.output);
  checkFunction(`The query "${name}"`, "run", def.run);
  readShape(def.input, `The query "${name}", input,`);
  return { kind: "query", name, input: def.input, output: def.output as never, run: def.run as never };
}
