import { defineRole, may, mayScoreCustomers } from "@kehu/core";
import { kehu } from "@kehu/core/engine";
import { contentsOf } from "../src/pack/contents.js";

const { records, transitions } = contentsOf(kehu).own;

/** The built-in pack leaves roles to others: here to one who may do all that people do by hand. */
export const builtInRoles = [
  defineRole("vendor/clerk", [
    ...records.flatMap((record) => [may.read(record, "all"), may.create(record)]),
    ...transitions.map((transition) => may.apply(transition, "all")),
    ...mayScoreCustomers,
  ]),
];
