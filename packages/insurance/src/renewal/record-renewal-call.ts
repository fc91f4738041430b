import { defineOperation, group, instant, interaction, ref, text } from "@kehu/core";
import * as z from "zod";
import { findPolicy } from "../policy/find-policy.js";
import { callOutcomes } from "./lapse-risk.js";

/** What came of a call about a premium; the next list knows it. */
export const recordRenewalCall = defineOperation("insurance/record-renewal-call", {
  input: {
    policyNumber: text(32),
    channel: interaction.fields.channel,
    result: z.enum(callOutcomes),
    /** Until when it was promised to be paid. */
    payBy: instant().optional(),
  },
  output: group({ interactionId: ref("interaction") }),
  async run(work, { policyNumber, channel, result, payBy }) {
    const called = await findPolicy(work, policyNumber);
    const isPromised = result === "promised" && payBy !== undefined;
    const contact = await work.create(
      interaction,
      {
        customerId: called.payorId ?? called.holderId,
        channel,
        direction: "outbound",
        happenedAt: work.now,
        topic: policyNumber,
        outcome: result,
        line: "insurance",
        aboutId: called.id,
        ...(isPromised && { promise: policyNumber, promisedUntil: payBy }),
      },
      isPromised ? { state: "promised" } : {},
    );
    return { interactionId: contact.id };
  },
});
