import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

/** Every record can be read by somebody, and roles grant only what exists. */
export function checkRoles({ own, all }: Contents): readonly Finding[] {
  const readable = new Set(all.roles.flatMap((role) => role.grants.filter(({ verb }) => verb === "read").map(({ on }) => on)));
  const known = new Set([...all.records, ...all.transitions, ...all.operations, ...all.queries].map(({ name }) => name));
  return [
    ...own.records
      .filter(({ name }) => !readable.has(name))
      .map(
        ({ name }): Finding => ({
          check: "record-unreadable",
          place: `The record "${name}"`,
          problem: "can be read by no role",
          remedy: "Grant may.read to a role of the pack, or pass the roles of your product to testPack",
        }),
      ),
    ...own.roles.flatMap((role) =>
      role.grants
        .filter(({ on }) => !known.has(on))
        .map(
          ({ verb, on }): Finding => ({
            check: "grant-unknown",
            place: `The role "${role.name}"`,
            problem: `grants ${verb} on "${on}", which neither the pack nor what it requires defines`,
            remedy: "Put the definition into the pack, name its pack in `requires`, or take the grant out",
          }),
        ),
    ),
  ];
}
