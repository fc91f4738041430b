import { builtIn } from "./built-in.js";
import type { Pack } from "./define/pack.js";
import type { SomeWords } from "./define/words.js";
import { zhCN } from "./locales/zh-CN.js";

const en: SomeWords<typeof builtIn> = {
  customer: {
    fields: { identifiers: { fields: { kind: { options: { residentId: "Resident identity card", externalId: "External number" } } } } },
  },
  interaction: { states: { awaitingReply: "Awaiting a reply" } },
  engagement: { states: { atRisk: "At risk", wonBack: "Won back" } },
};

/** The built-in records as a pack; `createCrm` always has it. A test puts it through `definePack`, instead of every start. */
export const kehu: Pack = { name: "kehu", version: "0.1.0", requires: [], definitions: builtIn, locales: { "zh-CN": zhCN, en } };

/** Packs with all that they require, each once and the built-in one first. Of two with one name the one that was given counts. */
export function withRequired(packs: readonly Pack[]): readonly Pack[] {
  const given = new Set(packs.map(({ name }) => name));
  const all = new Set<Pack>([kehu]);
  const add = (pack: Pack): void => {
    for (const required of pack.requires) if (!given.has(required.name)) add(required);
    all.add(pack);
  };
  for (const pack of packs) add(pack);
  return [...all];
}
