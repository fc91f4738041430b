import type { TransitionTable } from "./transition-table.js";

/** How each step of a loan is taken; none of them has a condition, so that it is refused from other states alone. */
export const loanRows: TransitionTable = {
  repay: { taken: { to: "repaid" } },
  setOff: { taken: { to: "setOff" } },
  undo: { taken: { to: "undone" } },
  restore: { taken: { to: "outstanding", record: { settledOn: "2026-03-01" } } },
  outgrow: { taken: { to: "outstanding" } },
  endPolicy: { taken: { to: "outstanding" } },
};
