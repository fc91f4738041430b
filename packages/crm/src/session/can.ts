import { type AnyRecord, type Possibility, refused, text } from "@kehu/core";
import { answering, phrase, shortName, whyNot } from "@kehu/core/engine";
import { parseInput } from "../parse.js";
import { grantsFor, requireRead } from "../read/access.js";
import { reachedIds } from "../read/reach.js";
import { notFound } from "../read/refusals.js";
import { entryOf } from "../registry.js";
import type { AnyStored } from "../schema/row.js";
import { lockSettled } from "../write/clocks/overdue.js";
import { heard, recordsIn } from "../write/heard.js";
import { lock } from "../write/lock.js";
import { momentsOf } from "../write/moments.js";
import { send, type Unit } from "../write/unit/unit.js";
import { say } from "./say.js";
import { transitionWords, wordAt } from "./words.js";

/** The language that a caller asks for. @throws KehuError `crm/invalid-input` */
export const localeOf = (options: unknown = {}): string | undefined =>
  parseInput<{ readonly locale?: string }>({ locale: text(60).optional() }, options, phrase("the call, options,")).locale;

/** What the actor may do with a record now: every transition that is granted, and of each that is not possible why. */
export async function possibilities(
  unit: Unit,
  record: AnyRecord,
  uuid: string,
  id: string,
  locale = "en",
): Promise<readonly Possibility[]> {
  const entry = entryOf(unit, record);
  const lockAgain = () => lock(unit, entry, [uuid], { strength: "no key update", grants: requireRead(unit, entry) });
  const locked = await lockSettled(unit, entry, lockAgain);
  const stored = locked.records.get(uuid);
  if (!stored || !locked.reached.has(uuid)) throw refused(notFound({ record: record.name, id }));
  const granted = entry.transitions
    .map((transition) => ({ transition, grants: grantsFor(unit.registry, unit.actor, "apply", transition.name) }))
    .filter(({ grants }) => grants.length > 0);
  const reached = await send(
    unit,
    granted.map(({ grants }) => reachedIds(unit, entry, grants, [uuid])),
  );
  const possible: Possibility[] = [];
  for (const [index, { transition }] of granted.entries()) {
    if ((reached[index]?.rows.length ?? 0) === 0) continue;
    const from = transition.from.includes(stored.state);
    const [moment] = from
      ? await momentsOf(unit, transition, [{ record: stored, now: unit.now }], { withoutInput: true })
      : [{ record: stored as AnyStored, needs: {} }];
    const no = answering(transition.name, () => whyNot(transition as never, moment as never, true));
    const refusal = no && heard(unit, no.refusal, { seen: recordsIn(unit.registry, [stored, moment?.needs]) });
    possible.push({
      transition: transition.name,
      label: wordAt(transitionWords(unit.registry, transition, locale), [], shortName(transition.name)),
      possible: !no,
      ...(refusal && { refusal: { ...refusal, message: say(unit.registry.packs, refusal, locale) } }),
    });
  }
  return possible;
}
