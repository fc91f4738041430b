import {
  type AnyLifecycle,
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  defineRole,
  may,
  type Pack,
  type Role,
  transitionsOf,
} from "@kehu/core";
import { withRequired } from "@kehu/core/engine";

/** A role that may do everything that the packs define: what a test sets the stage with. */
export function everyRight(packs: readonly Pack[]): Role {
  const definitions = withRequired(packs).flatMap((pack) => Object.values(pack.definitions));
  const ofKind = <T>(kind: string): readonly T[] => definitions.filter((definition) => definition.kind === kind) as unknown as readonly T[];
  const records = ofKind<AnyRecord>("record");
  return defineRole("testing/everything", [
    ...records.flatMap((record) => [
      may.read(record, "all"),
      may.create(record),
      may.adopt(record),
      may.update(record, "all"),
      may.assign(record, "all"),
      may.retract(record, "all"),
    ]),
    ...ofKind<AnyLifecycle>("lifecycle").flatMap((lifecycle) => transitionsOf(lifecycle).map((transition) => may.apply(transition, "all"))),
    ...ofKind<AnyOperation | AnyQuery>("operation").map(may.call),
    ...ofKind<AnyOperation | AnyQuery>("query").map(may.call),
  ]);
}

/** A role without a single right. */
export const noRight: Role = defineRole("testing/nothing", []);
