import {
  type Act,
  act,
  count,
  date,
  defineLifecycle,
  defineRecord,
  defineRefusal,
  type Given,
  many,
  one,
  ref,
  type Stored,
  text,
  totals,
} from "@kehu/core";
import * as z from "zod";
import { inOrder, notInFuture } from "../policy/dates.js";
import { isOver, type Policy, policy, rescinded } from "../policy/policy.js";
import { vinField } from "./vin.js";

/** 交强险: the compulsory cover of one vehicle. There is one for each vehicle and day. */
export const compulsoryCover = defineRecord("insurance/compulsory-cover", {
  fields: {
    policyId: ref("insurance/policy"),
    vin: vinField(),
    startsOn: date(),
    /** The last day of cover. */
    endsOn: date().optional(),
    cancelReason: z.enum(["deregistered", "offRoad", "lost"]).optional(),
    cancelledOn: date().optional(),
    /** The certificate of the authority. */
    certificate: text(80).optional(),
  },
  states: ["current", "cancelled", "ended"],
  // two covers of a vehicle that begin together would overlap; as a key it is also what it is looked up by
  unique: [{ by: ["vin", "startsOn"], whileIn: ["current", "ended"] }],
  noOverlap: { by: ["vin"], from: "startsOn", until: "endsOn", whileIn: ["current", "ended"] },
  managed: ["policyId", "vin", "startsOn", "endsOn", "cancelReason", "cancelledOn", "certificate"],
});
export interface CompulsoryCover extends Stored<typeof compulsoryCover> {}

/** @see Regulation on Compulsory Traffic Accident Liability Insurance for Motor Vehicles of the PRC, arts. 14–16 */
export const compulsoryCoverLifecycle = defineLifecycle(compulsoryCover, (t) => ({
  /** Only because the vehicle was deregistered, taken off the road, or is confirmed to be lost. */
  cancel: t({
    from: "current",
    to: "cancelled",
    input: { cancelReason: z.enum(["deregistered", "offRoad", "lost"]), cancelledOn: date(), certificate: text(80) },
    check: ({ record, input, today }) =>
      inOrder(["startsOn", record.startsOn], ["cancelledOn", input.cancelledOn]) ?? notInFuture("cancelledOn", input.cancelledOn, today),
    set: ({ input }) => input,
  }),
  /** No contract came of it, or the insurer undid it: somebody else may insure the vehicle. */
  release: t({
    from: "current",
    to: "cancelled",
    needs: { policy: one(policy, "policyId") },
    guard: ({ needs: { policy: of } }) => (isUndone(of) ? undefined : compulsoryStands({ policyNumber: of.policyNumber })),
    set: ({ today }) => ({ cancelledOn: today }),
  }),
  end: t({ from: "current", to: "ended", due: ({ record }) => record.endsOn }),
}));

export const compulsoryStands = defineRefusal(
  "insurance/compulsory-stands",
  "Compulsory motor cover ends before its time only where the vehicle was deregistered, taken off the road or lost; cancel the cover of policy {policyNumber} with its certificate first.",
);
export const vehicleMissing = defineRefusal(
  "insurance/vehicle-missing",
  "No vehicle is entered for the compulsory cover of policy {policyNumber}; enter it with its VIN first.",
);

/** Whether no contract stands that could cover the vehicle, other than by the end of its time. */
const isUndone = ({ state, endReason }: Pick<Policy, "state" | "endReason">): boolean =>
  state === "notTaken" || state === "declined" || (isOver({ state }) && rescinded.some((reason) => reason === endReason));

/** The vehicles whose cover runs: a policy that comes to nothing lets go of them. */
export const itsVehicles = { vehicles: many(compulsoryCover, "policyId", { where: { state: "current" } }) };
export const releaseVehicles = ({ needs }: { readonly needs: Given<typeof itsVehicles> }): readonly Act[] =>
  needs.vehicles.map(({ id }) => act.apply(compulsoryCoverLifecycle.release, id));

/** How many covers of a policy stand and how many were cancelled. */
export const itsCompulsoryCovers = {
  standing: totals(compulsoryCover, "policyId", { where: { state: "current" }, measures: { covers: count() } }),
  cancelled: totals(compulsoryCover, "policyId", { where: { state: "cancelled" }, measures: { covers: count() } }),
};
