import { definePack } from "@kehu/core";
import * as definitions from "./definitions.js";
import { zhCN } from "./locales/zh-CN.js";

/** Cases and appointments: what every trade owes its customers after the sale. */
export const service = definePack({ name: "service", version: "0.1.0", definitions, locales: { "zh-CN": zhCN } });
