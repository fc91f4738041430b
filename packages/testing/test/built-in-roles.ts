import {
  consent,
  customer,
  defineRole,
  engagement,
  goal,
  interaction,
  may,
  mayScoreCustomers,
  relationship,
  staff,
  task,
} from "@kehu/core";

/** The built-in pack leaves roles to others. */
export const builtInRoles = [
  defineRole("vendor/clerk", [
    ...[customer, relationship, consent, interaction, staff, task, engagement, goal].map((record) => may.read(record, "all")),
    ...mayScoreCustomers,
  ]),
];
