import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KehuError, type Session } from "@kehu/core";

const raised = new Set<string>();

/** The codes that scenarios and sessions of this process have refused with; `testPack` compares them with those that a pack defines. */
export const refusalsRaised = (): ReadonlySet<string> => new Set(raised);

/** Takes note of a code, for tests that come to a refusal on ways of their own. */
export function noteRefusal(refusal: string | { readonly code: string } | undefined): void {
  if (refusal !== undefined) raised.add(typeof refusal === "string" ? refusal : refusal.code);
}

/**
 * The codes that the tests of a folder name in quotes, such as `"insurance/not-covered"`. This is how `testPack` hears of
 * tests that run in other processes: it takes their word for it, so name a code only where the test sees it raised.
 *
 * @param folder - is looked through with all below it, but not in node_modules
 */
export function refusalsNamedIn(folder: string): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(test|spec)\.[cm]?[jt]sx?$/.test(entry.name) || path.includes("node_modules")) continue;
    for (const [, code] of readFileSync(path, "utf8").matchAll(/["'`]([a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*)["'`]/g))
      codes.add(code as string);
  }
  return codes;
}

/** A session that takes note of what it refuses. */
export function noting(session: Session): Session {
  return new Proxy(session, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== "function") return verb;
      return (...given: readonly unknown[]): unknown => heard(() => Reflect.apply(verb, target, given));
    },
  });
}

function heard(work: () => unknown): unknown {
  const note = (error: unknown): never => {
    if (error instanceof KehuError) noteRefusal(error);
    throw error;
  };
  try {
    const result = work();
    return result instanceof Promise ? result.catch(note) : result;
  } catch (error) {
    return note(error);
  }
}
