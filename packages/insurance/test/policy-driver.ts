import { type AnyTransition, decide, dueAt, type Instant, latest, type StateOf, staysOf } from "@kehu/core";
import type { Claim } from "../src/claim/claim.js";
import { claimLifecycle } from "../src/claim/claim-lifecycle.js";
import type { Policy, policy } from "../src/policy/policy.js";
import { policyLifecycle } from "../src/policy/policy-lifecycle.js";
import { policyReinstatement } from "../src/policy/policy-reinstatement.js";
import { aClaim, aPolicy, aProduct, at, noOtherClaims, startOf, yuan } from "./moments.js";

type State = StateOf<typeof policy>;
const automatic: readonly AnyTransition[] = [
  policyLifecycle.enterGrace,
  policyLifecycle.lapse,
  policyReinstatement.reinstateBySilence,
  policyReinstatement.lapseAgain,
  policyReinstatement.terminateAfterTwoYears,
] as never;

/** A policy of monthly premiums and thirty days of grace on the pure engine: what the runtime would do, without one. */
export class PolicyDriver {
  record: Policy = aPolicy({
    since: startOf("2024-01-01"),
    effectiveOn: "2024-01-01",
    premiumFrequency: "monthly",
    paidToOn: "2024-02-01",
    insuredId: "customer_holder",
  });
  entries: { state: State; from: Instant }[] = [{ state: "inForce", from: startOf("2024-01-01") }];
  payouts = 0;
  #needs = {
    product: aProduct({ graceDays: 30 }),
    claims: { open: 0 },
    losses: { last: null },
    loans: [],
    formerSums: [],
    standing: { covers: 0 },
    cancelled: { covers: 0 },
  };

  /** Lets happen what is due by then, each at its instant. */
  settle(on: string): void {
    const { now } = at(on);
    for (;;) {
      const due = automatic
        .filter(({ from }) => from.includes(this.record.state))
        .map((transition) => ({ transition, at: dueAt(transition, { ...at(on), record: this.record, needs: this.#needs } as never) }))
        .filter((each): each is { transition: AnyTransition; at: Instant } => each.at !== undefined && each.at <= now)
        .sort((one, other) => (one.at < other.at ? -1 : 1))[0];
      if (due === undefined) return;
      const moment = latest(due.at, this.record.since) ?? due.at;
      if (this.apply(due.transition, undefined, moment) !== undefined) return;
    }
  }

  /** Undefined where it was done, else the code of the refusal. */
  apply(transition: AnyTransition, input: object | undefined, on: string): string | undefined {
    const decision = decide(transition, { ...at(on), record: this.record, needs: this.#needs, input } as never);
    if (!decision.ok) return decision.refusal.code;
    this.record = decision.record as unknown as Policy;
    this.entries.push({ state: this.record.state, from: this.record.since });
    return undefined;
  }

  /** Reports, registers, approves and pays a loss, as far as its cover allows. */
  claim(lossOn: string, on: string): string | undefined {
    const needs = {
      ...noOtherClaims,
      policy: this.record,
      product: this.#needs.product,
      stays: staysOf(this.entries),
      deaths: { open: 0 },
    };
    let record: Claim = aClaim({ lossOn, reportedOn: on, since: at(on).now });
    for (const [transition, input] of [
      [claimLifecycle.approve, { amount: yuan(10) }],
      [claimLifecycle.pay, { paidOn: on, endsPolicy: false }],
    ] as const) {
      const decision = decide(transition as AnyTransition, { ...at(on), record, needs, input } as never);
      if (!decision.ok) return decision.refusal.code;
      record = decision.record as never;
    }
    this.payouts++;
    return undefined;
  }
}
