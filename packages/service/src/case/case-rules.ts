import { defineRefusal, defineRule } from "@kehu/core";
import { serviceCase } from "./service-case.js";

export const ownerMissing = defineRefusal(
  "service/owner-missing",
  "A case that is being worked on has one owner who sees it through; assign it to somebody.",
);
const worked: readonly string[] = ["inProgress", "pending", "held", "resolved"];
/** One stop: the customer deals with one person, whatever departments it takes. */
export const caseHasOwner = defineRule("service/case-has-owner", serviceCase, {
  check: ({ record }) => (worked.includes(record.state) && record.ownerId === undefined ? ownerMissing() : undefined),
});
