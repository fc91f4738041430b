import { createHash } from "node:crypto";
import type { Pack } from "@kehu/core";

const known = new WeakMap<Pack, string>();
/** A digest of what a pack declares. Functions count by where they stand only: how they are written depends on the build. */
export function digestOf(pack: Pack): string {
  const digest = known.get(pack) ?? digested(pack);
  known.set(pack, digest);
  return digest;
}

function digested(pack: Pack): string {
  const definitions = Object.entries(pack.definitions).map(([key, definition]) => [
    key,
    definition.kind,
    definition.kind === "record" ? { ...definition, kind: "declared" } : definition,
  ]);
  const declared = JSON.stringify(
    [pack.name, pack.version, pack.requires.map((each) => each.name), definitions],
    (_key, value: unknown) => {
      if (typeof value === "function") return "kind" in value ? { ...value } : "function";
      if (typeof value !== "object" || value === null) return value;
      // A record's `info` says of its fields what their schemas say.
      if ("_zod" in value) return "schema";
      return "kind" in value && value.kind === "record" && "name" in value ? value.name : value;
    },
  );
  return createHash("sha256").update(declared).digest("hex");
}
