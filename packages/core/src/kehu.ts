import { builtIn } from "./built-in.js";
import { definePack, type Pack } from "./define/pack.js";
import { zhCN } from "./locales/zh-CN.js";

/** The built-in records as a pack; `createCrm` always has it. */
export const kehu: Pack = definePack({
  name: "kehu",
  version: "0.1.0",
  definitions: builtIn,
  locales: { "zh-CN": zhCN, en: { interaction: { states: { awaitingReply: "Awaiting a reply" } }, engagement: { states: { atRisk: "At risk", wonBack: "Won back" } } } },
});
