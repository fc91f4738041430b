import { defineLifecycle } from "../define/lifecycle.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { customer } from "./customer.js";

export const bornInFuture = defineRefusal(
  "kehu/born-in-future",
  "Nobody is born on {birthOn}, which is later than today; correct the date.",
);
export const customerIsBorn = defineRule("customer-is-born", customer, {
  check: ({ record, today }) =>
    record.birthOn !== undefined && record.birthOn > today ? bornInFuture({ birthOn: record.birthOn }) : undefined,
});

/** TMF632 knows the same ends: an individual is deceased, an organization closed. */
export const customerLifecycle = defineLifecycle(customer, (t) => ({
  recordDeath: t({ from: "active", to: "deceased" }),
  close: t({ from: "active", to: "closed" }),
  reopen: t({ from: ["deceased", "closed"], to: "active" }),
}));
