import { decide } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { answer, aPolicy, aProduct, at, done } from "../../test/moments.js";
import type { Policy } from "./policy.js";
import { undoneLapse } from "./undone-lapse.js";

describe("undoneLapse.undoTermination", () => {
  it("asks whether what the policy lapsed for was paid in time, and not what came after arrears that were", () => {
    const record = aPolicy({
      ...{ state: "expired", endReason: "endOfTerm", endedOn: "2026-06-30", lapsedOn: "2026-03-31" },
      ...{ premiumFrequency: "monthly", graceDays: 30, paidToOn: "2026-04-01", arrearsFromOn: "2026-03-01" },
    });
    const undo = (changes: Partial<Policy>) =>
      decide(undoneLapse.undoTermination, {
        record: { ...record, ...changes },
        needs: { product: aProduct(), settledLoans: [], returned: [], lookedInto: [], met: { claims: 0 } },
        input: { paidOn: "2026-03-31", paidToOn: "2026-05-01" },
        ...at("2026-07-10"),
      });
    expect(answer(undo({}))).toBe("insurance/premium-after-end");
    const undone = undo({ arrearsFromOn: "2026-04-01", reinstatementAppliedOn: "2026-05-10" });
    expect(answer(undone)).toBe("inForce");
    // so that the next one that is found late is judged by itself
    const { arrearsFromOn, reinstatementAppliedOn } = done(undone).record;
    expect([arrearsFromOn, reinstatementAppliedOn]).toEqual([undefined, undefined]);
  });

  it("opens nothing where the death of the insured was paid for, also if the policy was taken over as ended for its lapse", () => {
    const record = aPolicy({ state: "terminated", endReason: "twoYearsLapsed", endedOn: "2028-04-30", lapsedOn: "2026-04-30" });
    const undo = decide(undoneLapse.undoTermination, {
      record,
      needs: { product: aProduct(), settledLoans: [], returned: [], lookedInto: [], met: { claims: 1 } },
      input: { paidOn: "2026-04-30", paidToOn: "2027-03-01" },
      ...at("2028-06-01"),
    });
    expect(answer(undo)).toBe("insurance/death-was-met");
  });
});

describe("undoneLapse.endByEarlierLoss", () => {
  it("takes the place of an end for a lapse that came after the loss, and of no other", () => {
    const end = (changes: Partial<Policy>, lossOn = "2026-04-30") =>
      answer(
        decide(undoneLapse.endByEarlierLoss, {
          record: aPolicy({ state: "terminated", endReason: "rescission", endedOn: "2028-05-02", lapsedOn: "2026-04-30", ...changes }),
          input: { lossOn },
          ...at("2028-06-01"),
        }),
      );
    expect([end({}), end({}, "2026-05-01"), end({ endReason: "coveragesEnded" })]).toEqual([
      "terminated",
      "insurance/ended-otherwise",
      "insurance/ended-otherwise",
    ]);
  });
});
