import { type AnyQuery, defineRefusal, type Query, refused } from "@kehu/core";
import type { Result, Statement } from "../database/database.js";
import type { Asking } from "./access.js";

/** What a query of the runtime's own stands on: it compiles its own reads, through the same door and with the caller's rights. */
export interface Ground extends Asking {
  readonly run: (statements: readonly Statement[]) => Promise<readonly Result[]>;
}
const groundKey: unique symbol = Symbol("kehu.ground");
const own = new Map<string, AnyQuery>();
/** The runtime's own queries, by name. */
export const ownQueries: ReadonlyMap<string, AnyQuery> = own;

export const outsideOfCrm = defineRefusal("crm/outside-of-crm", "This query is the runtime's own; call it on a session of a crm.");

/** Marks a query as the runtime's own: it shows only what the caller may read, so it needs no grant. */
export function runtimeQuery<I, O>(query: Query<I, O>): Query<I, O> {
  own.set(query.name, query as AnyQuery);
  return query;
}
export const isRuntimeQuery = (query: AnyQuery): boolean => own.get(query.name) === query;
/** A query of a pack or of the runtime itself, by its name. */
export const queryNamed = ({ registry }: Asking, name: string): AnyQuery | undefined => registry.queries.get(name) ?? own.get(name);

/** A reader that carries its ground to the runtime's own queries. */
export const withGround = <T extends object>(reader: T, ground: Ground): T =>
  Object.defineProperty({ ...reader }, groundKey, { value: ground });
export function groundOf(reader: object): Ground {
  const ground = (reader as { readonly [groundKey]?: Ground })[groundKey];
  if (!ground) throw refused(outsideOfCrm());
  return ground;
}
