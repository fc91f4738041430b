import { definePack } from "@kehu/core";
import { insurance } from "@kehu/insurance";
import { aboutToLapse } from "./about-to-lapse.js";
import { bookValue } from "./book-value.js";
import { analyst, importer } from "./roles.js";

/** What this agency adds to the insurance pack: two questions and two roles. */
export const agency = definePack({
  name: "agency",
  version: "0.1.0",
  requires: [insurance],
  definitions: { aboutToLapse, bookValue, importer, analyst },
  locales: {
    "zh-CN": {
      aboutToLapse: { name: "催缴名单", input: {} },
      bookValue: { name: "客户价值", input: { currency: "币种" } },
      importer: "导入员",
      analyst: "分析员",
    },
  },
});
