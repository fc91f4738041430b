import { defineLifecycle } from "@kehu/core";
import { insuredAsset } from "./insured-asset.js";

export const insuredAssetLifecycle = defineLifecycle(insuredAsset, (t) => ({
  /** Sold, scrapped, pulled down. */
  remove: t({ from: "insured", to: "removed" }),
}));
