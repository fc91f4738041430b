export { corePhrasesZhCN } from "./phrases.zh-CN.js";
export { coreZhCN } from "./refusals.zh-CN.js";
export { channels, identifications } from "./zh-CN.js";
