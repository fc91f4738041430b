import { consent, customer, defineRole, engagement, interaction, may, relationship, staff, task } from "@kehu/core";

/** The built-in pack leaves roles to others. */
export const builtInRoles = [
  defineRole(
    "vendor/clerk",
    [customer, relationship, consent, interaction, staff, task, engagement].map((record) => may.read(record, "all")),
  ),
];
