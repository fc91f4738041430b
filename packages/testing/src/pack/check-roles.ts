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

/**
 * What nobody may do and nothing does: an operation, a query, a transition by hand, and a record that cannot come to be. What acts and
 * operations were seen to use is theirs to do and needs no right.
 *
 * @param used - the names of what acts and operations have used
 */
export function checkRights({ own, all }: Contents, used: ReadonlySet<string>): readonly Finding[] {
  const granted = new Set(all.roles.flatMap(({ grants }) => grants.map(({ verb, on }) => `${verb} ${on}`)));
  const isOpen = (verb: string, { name }: { readonly name: string }): boolean => granted.has(`${verb} ${name}`) || used.has(name);
  const missing = (place: string, what: string, may: string): Finding => ({
    check: "right-missing",
    place,
    problem: `${what}: no role grants it, and no act or operation was seen to do it`,
    remedy: `Grant ${may} to a role of the pack, pass the roles of your product to testPack, or accept it with the reason`,
  });
  return [
    ...[...own.operations, ...own.queries]
      .filter((callable) => !isOpen("call", callable))
      .map(({ kind, name }) => missing(`The ${kind} "${name}"`, "can be called by nobody", "may.call")),
    ...own.transitions
      .filter((transition) => !transition.due && !transition.when && !isOpen("apply", transition))
      .map(({ name }) => missing(`The transition "${name}"`, "can be applied by nobody", "may.apply")),
    ...own.records
      .filter((record) => !isOpen("create", record) && !isOpen("adopt", record))
      .map(({ name }) => missing(`The record "${name}"`, "can be created by nobody", "may.create")),
  ];
}
