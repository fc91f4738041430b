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
