import type { Deadline } from "./deadline.js";
import type { Ledger } from "./ledger.js";
import type { AnyTransition } from "./lifecycle.js";
import type { AnyOperation } from "./operation.js";
import type { Parameter } from "./parameter.js";
import type { AnyQuery } from "./query.js";
import type { AnyRecord } from "./record.js";
import type { AnyRefusal } from "./refusal.js";
import type { Role } from "./role.js";
import type { Rule } from "./rule.js";

export interface AnyLifecycle {
  readonly kind: "lifecycle";
}
/** Anything that one of the ten constructs returns. */
export type AnyDefinition =
  | AnyRecord
  | AnyLifecycle
  | Rule
  | Deadline
  | Parameter<unknown>
  | AnyRefusal
  | AnyOperation
  | AnyQuery
  | Ledger
  | Role;
export type Definitions = Readonly<Record<string, unknown>>;
/** The transitions of a lifecycle, by name. */
export const transitionsOf = (lifecycle: AnyLifecycle): readonly AnyTransition[] =>
  Object.values(lifecycle as unknown as Readonly<Record<string, AnyTransition>>);
