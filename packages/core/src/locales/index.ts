export { coreZhCN } from "./refusals.zh-CN.js";
export { channels, identifications } from "./zh-CN.js";
