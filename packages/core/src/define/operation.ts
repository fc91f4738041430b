import type * as z from "zod";
import { checkFunction, checkSchema, checkSettings } from "./check-given.js";
import { checkName } from "./check-name.js";
import type { Input, Output, Schema, Shape } from "./field.js";
import type { Circumstances } from "./moment.js";
import type { Refusal } from "./refusal.js";
import { readShape } from "./schema.js";
import type { Session } from "./session.js";

/** A session inside an operation: one instant, one transaction. Ids and `now` stay the same if it has to run again after a conflict. */
export interface Work extends Session, Circumstances {
  /** Ends the operation; nothing of it remains. A value that the actor may not see of a record that it looked at is left out of the sentence; what it reckoned is told. */
  refuse(refusal: Refusal): never;
}
/** One business act, in one transaction. */
export interface Operation<I, O> {
  readonly kind: "operation";
  readonly name: string;
  readonly input: Shape;
  readonly output: z.core.$ZodType;
  readonly run: (work: Work, input: never) => Promise<O>;
  readonly "~io"?: readonly [I, O];
}
export type AnyOperation = Operation<unknown, unknown>;

/**
 * Declares a business act. It makes no calls to the outside: whatever goes out reads the feed.
 *
 * What `run` throws without a code reaches the caller as `core/function-failed` under the name of the operation, with what was thrown as its
 * `cause`, for a message may quote data. To say why not, refuse.
 */
export function defineOperation<I extends Shape, O>(
  name: string,
  def: { readonly input: I; readonly output: Schema<O>; readonly run: (work: Work, input: Output<I>) => Promise<NoInfer<O>> },
): Operation<Input<I>, O> {
  checkName("operation", name);
  checkSettings(`The operation "${name}"`, def, "input output run");
  checkSchema(`The operation "${name}"`, "output", def.output);
  checkFunction(`The operation "${name}"`, "run", def.run);
  readShape(def.input, `The operation "${name}", input,`);
  return { kind: "operation", name, input: def.input, output: def.output as never, run: def.run as never };
}
