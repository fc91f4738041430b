import * as z from "zod";
import { anyRef, instant, money, party, personal, ref, text } from "../define/field.js";
import { defineRecord, type Stored } from "../define/record.js";
import { channels } from "./channels.js";
import { identifications } from "./identification.js";

/** One contact in one direction on one channel: what about, with what outcome, at what cost, and what was promised until when. */
export const interaction = defineRecord("interaction", {
  fields: {
    customerId: party("customer"),
    channel: z.enum(channels),
    direction: z.enum(["inbound", "outbound", "internal"]),
    happenedAt: instant(),
    topic: personal("content", text(200)),
    body: personal("content", text(5000)).optional(),
    outcome: personal("content", text(200)).optional(),
    durationSeconds: z.int().min(0).max(604_800).optional(),
    cost: money().optional(),
    /** The line of business it belongs to: the name of a pack. */
    line: text(40).optional(),
    /** The service that was asked for, as its pack calls it: `insurance/policy-query`. */
    service: text(60).optional(),
    /** How it was known who spoke; empty where it was not. */
    identifiedBy: z.enum(identifications).optional(),
    aboutId: anyRef().optional(),
    staffId: ref("staff").optional(),
    promise: personal("content", text(300)).optional(),
    promisedUntil: instant().optional(),
  },
  states: ["logged", "awaitingReply", "promised", "kept"],
  initial: ["logged", "awaitingReply", "promised"],
});
export interface Interaction extends Stored<typeof interaction> {}
