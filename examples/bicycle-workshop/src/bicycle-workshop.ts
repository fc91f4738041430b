import { definePack } from "@kehu/core";
import * as definitions from "./definitions.js";
import { zhCN } from "./locales/zh-CN.js";

/** Bicycles, their repairs and the parts they take. */
export const bicycleWorkshop = definePack({ name: "bicycle-workshop", version: "0.1.0", definitions, locales: { "zh-CN": zhCN } });
