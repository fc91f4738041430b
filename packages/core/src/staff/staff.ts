import { personal, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord, type Stored } from "../define/record.js";

/** Somebody who works for the tenant. */
export const staff = defineRecord("staff", {
  fields: { displayName: personal("name", text(200)), staffNumber: text(40), email: personal("contact", text(200)).optional() },
  states: ["active", "left"],
  initial: ["active"],
  unique: [{ by: ["staffNumber"] }],
});
export interface Staff extends Stored<typeof staff> {}

export const staffLifecycle = defineLifecycle(staff, (t) => ({
  leave: t({ from: "active", to: "left" }),
  comeBack: t({ from: "left", to: "active" }),
}));
