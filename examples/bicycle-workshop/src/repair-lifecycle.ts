import { defineLifecycle, defineRefusal, many, money } from "@kehu/core";
import { type Part, part } from "./part.js";
import { repair } from "./repair.js";

export const partsMissing = defineRefusal(
  "bicycle-workshop/parts-missing",
  "{count} parts of repair {repairNumber} are not fitted; fit them, or drop what is not needed.",
);
export const nothingOrdered = defineRefusal(
  "bicycle-workshop/nothing-ordered",
  "No part of repair {repairNumber} is on order; order one, or go on working.",
);
export const aboveEstimate = defineRefusal(
  "bicycle-workshop/above-estimate",
  "The customer agreed to at most {limit}; ask again, or lower the price.",
);

const itsParts = { parts: many(part, "repairId") };
const countIn = (parts: readonly Part[], ...states: readonly Part["state"][]): number =>
  parts.filter((each) => states.includes(each.state)).length;

/** The way of a repair from the booking to the finished bicycle. */
export const repairLifecycle = defineLifecycle(repair, (t) => ({
  receive: t({ from: "booked", to: "working", input: { estimate: money() }, set: ({ input }) => input }),
  /** Nobody came: it happens by itself when the day is over. */
  miss: t({ from: "booked", to: "missed", due: ({ record }) => record.comesOn }),
  waitForParts: t({
    from: "working",
    to: "waitingForParts",
    needs: itsParts,
    guard: ({ record, needs }) =>
      countIn(needs.parts, "ordered") === 0 ? nothingOrdered({ repairNumber: record.repairNumber }) : undefined,
  }),
  /** The last part has come: it happens by itself, in the same transaction. */
  goOn: t({ from: "waitingForParts", to: "working", needs: itsParts, when: ({ needs }) => countIn(needs.parts, "ordered") === 0 }),
  finish: t({
    from: "working",
    to: "ready",
    input: { price: money() },
    needs: itsParts,
    guard: ({ record, needs }) => {
      const count = countIn(needs.parts, "needed", "ordered", "arrived");
      return count > 0 ? partsMissing({ count, repairNumber: record.repairNumber }) : undefined;
    },
    check: ({ record, input }) => {
      const { estimate } = record;
      if (estimate === undefined) return undefined;
      const agreed = input.price.currency === estimate.currency && input.price.amountMinor <= estimate.amountMinor;
      return agreed ? undefined : aboveEstimate({ limit: estimate });
    },
    set: ({ input }) => input,
  }),
  handOver: t({ from: "ready", to: "handedOver" }),
}));
