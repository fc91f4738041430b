import { definePack } from "@kehu/core";
import { service } from "@kehu/service";
import * as definitions from "./definitions.js";
import { en } from "./locales/en.js";
import { zhCN } from "./locales/zh-CN.js";

/** Policies, premiums, claims: the insurance pack. */
export const insurance = definePack({
  name: "insurance",
  version: "0.1.0",
  requires: [service],
  definitions,
  locales: { "zh-CN": zhCN, en },
});
