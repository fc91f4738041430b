import {
  type AnyDefinition,
  type AnyLifecycle,
  type AnyOperation,
  type AnyParameter,
  type AnyQuery,
  type AnyRecord,
  type AnyRefusal,
  type AnyTransition,
  type Deadline,
  type Ledger,
  type Pack,
  type Role,
  type Rule,
  transitionsOf,
} from "@kehu/core";
import { withRequired } from "@kehu/core/engine";

/** Definitions by their construct. */
interface Definitions {
  readonly records: readonly AnyRecord[];
  readonly lifecycles: readonly AnyLifecycle[];
  readonly transitions: readonly AnyTransition[];
  readonly rules: readonly Rule[];
  readonly deadlines: readonly Deadline[];
  readonly parameters: readonly AnyParameter[];
  readonly refusals: readonly AnyRefusal[];
  readonly operations: readonly AnyOperation[];
  readonly queries: readonly AnyQuery[];
  readonly ledgers: readonly Ledger[];
  readonly roles: readonly Role[];
}
/** A pack as the checks look at it. */
export interface Contents {
  readonly pack: Pack;
  /** What it defines itself. */
  readonly own: Definitions;
  /** That, what it requires, and what is built in. */
  readonly all: Definitions;
}

/** @param roles - of the vendor's own, beside those of the packs */
export function contentsOf(pack: Pack, roles: readonly Role[] = []): Contents {
  const visible = withRequired([pack]).flatMap((each) => Object.values(each.definitions));
  return { pack, own: byConstruct(Object.values(pack.definitions)), all: byConstruct([...visible, ...roles]) };
}

function byConstruct(definitions: readonly AnyDefinition[]): Definitions {
  const ofKind = <T>(kind: string): readonly T[] => definitions.filter((definition) => definition.kind === kind) as unknown as readonly T[];
  const lifecycles = ofKind<AnyLifecycle>("lifecycle");
  return {
    records: ofKind("record"),
    lifecycles,
    transitions: lifecycles.flatMap(transitionsOf),
    rules: ofKind("rule"),
    deadlines: ofKind("deadline"),
    parameters: ofKind("parameter"),
    refusals: ofKind("refusal"),
    operations: ofKind("operation"),
    queries: ofKind("query"),
    ledgers: ofKind("ledger"),
    roles: ofKind("role"),
  };
}
