import { changeRows } from "./policy-change-rows.js";
import { courseRows } from "./policy-course-rows.js";
import { endRows } from "./policy-end-rows.js";
import { optionRows } from "./policy-option-rows.js";
import type { TransitionTable } from "./transition-table.js";

/** How each step of a policy is taken and refused. */
export const policyTable: TransitionTable = { ...courseRows, ...optionRows, ...endRows, ...changeRows };
