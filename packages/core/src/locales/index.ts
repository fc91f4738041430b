export { coreZhCN } from "./refusals.zh-CN.js";
export { channels } from "./zh-CN.js";
