import { refused } from "@kehu/core";
import { beginScoring } from "@kehu/core/engine";
import { grantsFor } from "../read/access.js";
import type { Ground } from "../read/ground.js";
import { notGranted } from "../read/refusals.js";

/** Who reads the whole ledger, whatever else the role may see of it: scoring is granted with it. @throws KehuError `crm/not-granted` */
export function expectScorer({ registry, actor }: Ground): void {
  if (grantsFor(registry, actor, "call", beginScoring.name).length === 0)
    throw refused(notGranted({ actor: actor.id, verb: "call", name: beginScoring.name }));
}
