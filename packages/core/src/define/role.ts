import { checkGiven, checkSettings } from "./check-given.js";
import { checkName } from "./check-name.js";
import { referenceAt } from "./check-needs.js";
import { invalidDefinition } from "./invalid.js";
import type { AnyTransition, Transition } from "./lifecycle.js";
import type { AnyMoment, Moment } from "./moment.js";
import type { PathTo } from "./need.js";
import type { AnyOperation } from "./operation.js";
import type { AnyQuery } from "./query.js";
import type { AnyRecord, Stored } from "./record.js";

/**
 * How far a right reaches: the records that the actor owns, those of the actor's teams, all;
 * `self`: those whose party field is the actor's own customer; `through`: as far as the actor reaches the record that this field points at.
 */
export type Reach<R> =
  | "own"
  | "team"
  | "all"
  | { readonly self: PathTo<Stored<R>, "customer"> | (R extends { readonly name: "customer" } ? "id" : never) }
  | { readonly through: PathTo<Stored<R>, string> };
export type AnyReach = "own" | "team" | "all" | { readonly self: string } | { readonly through: string };
export type Verb = "read" | "create" | "adopt" | "update" | "assign" | "retract" | "erase" | "apply" | "call";
export interface Grant {
  readonly verb: Verb;
  /** The name of the record, the transition, the operation or the query. */
  readonly on: string;
  readonly record?: AnyRecord;
  readonly reach: AnyReach;
  readonly hide?: readonly string[];
  readonly limit?: (moment: AnyMoment) => boolean;
}

const over =
  (verb: Verb) =>
  <R extends AnyRecord>(record: R, reach: Reach<R>): Grant =>
    on(verb, record, reach as AnyReach);
function on(verb: Verb, record: AnyRecord, reach: AnyReach): Grant {
  checkGiven(`may.${verb}(…)`, record, ["record"]);
  return { verb, on: record.name, record, reach };
}
/** What a role may do. What is not granted is refused. */
export const may = {
  read: <R extends AnyRecord>(
    record: R,
    reach: Reach<R>,
    options: { readonly hide?: readonly (keyof Stored<R> & string)[] } = {},
  ): Grant => {
    checkSettings("may.read(…)", options, "hide");
    return { ...on("read", record, reach as AnyReach), ...options };
  },
  create: (record: AnyRecord): Grant => on("create", record, "all"),
  /** Bring in records from before this system. */
  adopt: (record: AnyRecord): Grant => on("adopt", record, "all"),
  update: over("update"),
  assign: over("assign"),
  retract: over("retract"),
  /** Erase what is personal of a customer, everywhere. */
  erase: <R extends AnyRecord & { readonly name: "customer" }>(customer: R, reach: Reach<R>): Grant => over("erase")(customer, reach),
  /** `limit`: up to which amount, in which cases. */
  apply: <R extends AnyRecord, I>(
    transition: Transition<R, I>,
    reach: Reach<R>,
    limit?: (moment: Moment<Stored<R>, NoInfer<I>, Record<never, never>>) => boolean,
  ): Grant => {
    checkGiven("may.apply(…)", transition, ["transition"]);
    const { name, record } = transition as AnyTransition;
    return { verb: "apply", on: name, record, reach: reach as AnyReach, ...(limit && { limit: limit as never }) };
  },
  call: (callable: AnyOperation | AnyQuery): Grant => {
    checkGiven("may.call(…)", callable, ["operation", "query"]);
    return { verb: "call", on: callable.name, reach: "all" };
  },
};

/** Who may do what; a vendor maps its own roles onto these or defines others. */
export interface Role {
  readonly kind: "role";
  readonly name: string;
  readonly grants: readonly Grant[];
}
/** @throws KehuError `core/invalid-definition` for a hidden field or a reach that the record does not have */
export function defineRole(name: string, grants: readonly Grant[]): Role {
  checkName("role", name);
  const given: unknown = grants;
  if (!Array.isArray(given)) throw invalidDefinition(`The role "${name}"`, 'needs a list of grants, as in [may.read(customer, "own")]');
  for (const [index, grant] of grants.entries()) {
    if (typeof grant?.verb !== "string")
      throw invalidDefinition(`The role "${name}", grant ${index + 1},`, "is no grant; make it with may.read(…), may.call(…) and the like");
    const hidden = grant.hide?.find(
      (field) => grant.record !== undefined && !Object.hasOwn(grant.record.info, field) && field !== "ownerId" && field !== "teamId",
    );
    if (hidden !== undefined)
      throw invalidDefinition(`The role "${name}"`, `hides the field "${hidden}", which "${grant.on}" does not have or cannot hide`);
    checkReach(`The role "${name}"`, grant);
  }
  return { kind: "role", name, grants };
}

function checkReach(place: string, { on, record, reach }: Grant): void {
  if (record === undefined) return;
  if (typeof reach !== "object" || reach === null) {
    if (["own", "team", "all"].includes(reach)) return;
    throw invalidDefinition(place, `reaches "${on}" as far as "${reach}"; write "own", "team", "all" or a path`);
  }
  const path = "self" in reach ? reach.self : reach.through;
  const end = referenceAt(record, path);
  if (end === undefined) throw invalidDefinition(place, `reaches "${on}" over "${path}", which is no reference of "${record.name}"`);
  if ("self" in reach && end.target !== "customer")
    throw invalidDefinition(place, `reaches "${on}" over "${path}", which is no customer but "${end.target}"`);
}
