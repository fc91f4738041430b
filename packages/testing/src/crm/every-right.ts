import {
  type AnyLifecycle,
  type AnyOperation,
  type AnyQuery,
  type AnyRecord,
  defineRole,
  kehu,
  may,
  type Pack,
  type Role,
  transitionsOf,
} from "@kehu/core";

/** The packs of a test with all that they require, each once and the built-in one first. */
export function withRequired(packs: readonly Pack[]): readonly Pack[] {
  const all = new Set<Pack>([kehu]);
  const add = (pack: Pack): void => {
    for (const required of pack.requires) add(required);
    all.add(pack);
  };
  for (const pack of packs) add(pack);
  return [...all];
}

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
