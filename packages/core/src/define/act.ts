import type { Id } from "./id.js";
import type { Transition } from "./lifecycle.js";
import type { Operation } from "./operation.js";
import type { AnyRecord, New } from "./record.js";

/** What follows from a decision, as data: the door carries it out in the same transaction. */
export interface Act {
  readonly kind: "act";
  readonly verb: "create" | "apply" | "call";
  readonly on: { readonly kind: string; readonly name: string };
  readonly id?: string;
  readonly input: unknown;
}

export const act = {
  create: <R extends AnyRecord>(record: R, input: New<R>): Act => ({ kind: "act", verb: "create", on: record, input }),
  apply: <R extends AnyRecord, I>(
    transition: Transition<R, I>,
    id: Id<R["name"]>,
    ...input: undefined extends I ? [] : [input: I]
  ): Act => ({
    kind: "act",
    verb: "apply",
    on: transition,
    id,
    input: input[0],
  }),
  call: <I, O>(operation: Operation<I, O>, input: I): Act => ({ kind: "act", verb: "call", on: operation, input }),
};
