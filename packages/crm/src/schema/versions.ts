import { compareVersions } from "@kehu/core/engine";
import type { Registry } from "../registry.js";
import { digestOf } from "./pack-digest.js";

/** A pack as it is installed in a database. */
export interface InstalledPack {
  readonly version: string;
  readonly digest: string;
  /** The oldest version of the code that may go on beside it. */
  readonly serves: string;
}
type Installed = { readonly packs: ReadonlyMap<string, InstalledPack> };

/** Packs of which the database holds a later version than this code, beside which it may go on. */
export const aheadOf = (registry: Registry, { packs }: Installed): ReadonlySet<string> =>
  new Set(
    registry.packs.filter(({ name, version }) => compareVersions(packs.get(name)?.version ?? version, version) > 0).map(({ name }) => name),
  );

/** Whether code of this version may work with what is installed: with its own version, and with a later one that serves it. */
export const isServed = (version: string, installed: Pick<InstalledPack, "version" | "serves">): boolean =>
  compareVersions(installed.version, version) <= 0 || compareVersions(installed.serves, version) <= 0;

/** Whether a pack is another one than was installed: what its rows hold may not be what it says. */
export const hasChanged = (registry: Registry, { packs }: Installed): boolean =>
  registry.packs.some((pack) => packs.get(pack.name)?.digest !== digestOf(pack));
