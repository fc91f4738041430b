import { defineLifecycle } from "@kehu/core";
import { part } from "./part.js";

/** The way of a part from the list onto the bicycle. */
export const partLifecycle = defineLifecycle(part, (t) => ({
  order: t({ from: "needed", to: "ordered" }),
  arrive: t({ from: "ordered", to: "arrived" }),
  fit: t({ from: ["needed", "arrived"], to: "fitted" }),
  drop: t({ from: ["needed", "ordered", "arrived"], to: "dropped" }),
}));
