import { defineLifecycle } from "../define/lifecycle.js";
import { customer } from "./customer.js";

/** TMF632 knows the same ends: an individual is deceased, an organization closed. */
export const customerLifecycle = defineLifecycle(customer, (t) => ({
  recordDeath: t({ from: "active", to: "deceased" }),
  close: t({ from: "active", to: "closed" }),
  reopen: t({ from: ["deceased", "closed"], to: "active" }),
}));
