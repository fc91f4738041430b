export { coreZhCN } from "./refusals.zh-CN.js";
