import { customer, defineRole, may, task, taskLifecycle } from "@kehu/core";
import { bicycle } from "./bicycle.js";
import { bookRepair } from "./book-repair.js";
import { part } from "./part.js";
import { partLifecycle } from "./part-lifecycle.js";
import { repair } from "./repair.js";
import { repairLifecycle } from "./repair-lifecycle.js";

/** Answers the telephone, takes bicycles in and hands them over. */
export const counter = defineRole("bicycle-workshop/counter", [
  may.read(customer, "all"),
  may.create(customer),
  may.read(bicycle, "all"),
  may.read(repair, "all"),
  may.call(bookRepair),
  may.apply(repairLifecycle.receive, "all"),
  may.apply(repairLifecycle.handOver, "all"),
  may.read(part, "all"),
  may.read(task, "all"),
  may.apply(taskLifecycle.finish, "all"),
]);

/** Repairs; who the customer is, is not the mechanic's business. */
export const mechanic = defineRole("bicycle-workshop/mechanic", [
  may.read(bicycle, "all", { hide: ["riderId"] }),
  may.read(repair, "all", { hide: ["customerId"] }),
  may.apply(repairLifecycle.waitForParts, "all"),
  may.apply(repairLifecycle.finish, "all"),
  may.read(part, "all"),
  may.create(part),
  may.apply(partLifecycle.order, "all"),
  may.apply(partLifecycle.arrive, "all"),
  may.apply(partLifecycle.fit, "all"),
  may.apply(partLifecycle.drop, "all"),
]);
