import { type Act, type AnyTransition, decide, dueAt, type Instant, latest, type StateOf, staysOf } from "@kehu/core";
import { type Claim, openClaimStates } from "../src/claim/claim.js";
import { claimLifecycle } from "../src/claim/claim-lifecycle.js";
import { nonForfeiture } from "../src/nonforfeiture/non-forfeiture.js";
import { excludedDeath } from "../src/policy/excluded-death.js";
import type { Policy, policy } from "../src/policy/policy.js";
import { policyEnd } from "../src/policy/policy-end.js";
import { policyLifecycle } from "../src/policy/policy-lifecycle.js";
import { policyReinstatement } from "../src/policy/policy-reinstatement.js";
import { undoneLapse } from "../src/policy/undone-lapse.js";
import { periodPaidBy, postingOf } from "../src/premium/pay-premium.js";
import { premiumCredit, premiumCreditLifecycle } from "../src/premium/premium-credit.js";
import { aClaim, aPolicy, aProduct, at, calendar, noOtherClaims, startOf, yuan } from "./moments.js";

type State = StateOf<typeof policy>;
const automatic: readonly AnyTransition[] = [
  // of two that happen at once the end of the term is the first, as the pack lists them
  policyEnd.reachEndOfTerm,
  policyLifecycle.enterGrace,
  policyLifecycle.lapse,
  policyReinstatement.reinstateBySilence,
  policyReinstatement.lapseAgain,
  policyReinstatement.terminateAfterTwoYears,
] as never;
/** What claims do to their policy. */
const ofClaims: readonly AnyTransition[] = [
  ...[nonForfeiture.openDeathClaim, nonForfeiture.refuseDeathClaim, nonForfeiture.payDeathClaim, policyEnd.terminateByClaim],
  ...[excludedDeath.endByExcludedDeath, excludedDeath.reopenDeath, excludedDeath.revive, undoneLapse.endByEarlierLoss],
] as never;
const isOpen = (claim: Claim | undefined): boolean => claim !== undefined && (openClaimStates as readonly string[]).includes(claim.state);
const isMet = ({ state, approvedAmount }: Claim): boolean => (state === "paid" || state === "closed") && approvedAmount !== undefined;

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
  /** The claim on the death of the insured. */
  death: Claim | undefined;
  /** Premium that was paid ahead of an end and is to go back. */
  credits: { id: string; state: "held"; receivedOn: string; amountMinor: number }[] = [];

  constructor(terms: Partial<Policy> = {}) {
    this.record = { ...this.record, ...terms };
  }

  get #needs() {
    return {
      product: aProduct({ graceDays: 30 }),
      claims: { open: isOpen(this.death) ? 1 : 0 },
      losses: { last: null },
      loans: [],
      formerSums: [],
      standing: { covers: 0 },
      cancelled: { covers: 0 },
      settledLoans: [],
      returned: this.credits,
      stays: staysOf(this.entries),
      lookedInto: isOpen(this.death) ? [this.death] : [],
      met: { claims: this.death && isMet(this.death) ? 1 : 0 },
    };
  }

  /** Lets happen what is due by then, each at its instant. */
  settle(on: string): void {
    const { now } = at(on);
    // what is refused does not stop the other clocks
    const refused = new Set<AnyTransition>();
    for (;;) {
      const due = automatic
        .filter((transition) => !refused.has(transition))
        .filter(({ from }) => from.includes(this.record.state))
        .map((transition) => ({ transition, at: dueAt(transition, { ...at(on), record: this.record, needs: this.#needs } as never) }))
        .filter((each): each is { transition: AnyTransition; at: Instant } => each.at !== undefined && each.at <= now)
        .sort((one, other) => one.at.localeCompare(other.at))[0];
      if (due === undefined) return;
      const moment = latest(due.at, this.record.since) ?? due.at;
      if (this.apply(due.transition, undefined, moment) !== undefined) refused.add(due.transition);
    }
  }

  /** Undefined where it was done, else the code of the refusal. */
  apply(transition: AnyTransition, input: object | undefined, on: string): string | undefined {
    const decision = decide(transition, { ...at(on), record: this.record, needs: this.#needs, input } as never);
    if (!decision.ok) return decision.refusal.code;
    this.record = decision.record as unknown as Policy;
    this.entries.push({ state: this.record.state, from: this.record.since });
    for (const each of decision.acts) this.#follow(each, on);
    return undefined;
  }

  /** What a decision asks for beside it, as far as it is about the policy and its premium; it has to be possible. */
  #follow({ verb, on: about, id, input }: Act, on: string): void {
    const transition = ofClaims.find(({ name }) => name === about.name);
    if (transition) {
      const refusal = this.apply(transition, input as object | undefined, on);
      if (refusal !== undefined) throw new Error(`${about.name} was refused with ${refusal}`);
    } else if (verb === "create" && about.name === premiumCredit.name) {
      const { receivedOn, amount } = input as { readonly receivedOn: string; readonly amount: { readonly amountMinor: number } };
      this.credits.push({ id: `credit_${this.entries.length}`, state: "held", receivedOn, amountMinor: amount.amountMinor });
    } else if (about.name === premiumCreditLifecycle.reverse.name) this.credits = this.credits.filter((credit) => credit.id !== id);
  }

  /** Takes an instalment of a day, as payPremium does. */
  pay(paidOn: string, on: string): string | undefined {
    const period = periodPaidBy(this.record, this.record.premium, calendar);
    if ("code" in period) return period.code;
    return this.apply(postingOf(this.record) as AnyTransition, { paidOn, paidToOn: period.paidToOn }, on);
  }

  #claimNeeds(record: Claim) {
    return {
      ...noOtherClaims,
      policy: this.record,
      product: this.#needs.product,
      stays: staysOf(this.entries),
      deaths: { open: isOpen(record) && record.kind === "death" ? 1 : 0 },
      met: { claims: isMet(record) && record.kind === "death" ? 1 : 0 },
    };
  }

  /** Takes the steps of the claim on the death one after another, with what they do to the policy. */
  #judge(on: string, ...steps: readonly (readonly [transition: AnyTransition, input?: object])[]): string | undefined {
    for (const [transition, input] of steps) {
      const record = this.death as Claim;
      const decision = decide(transition, { ...at(on), record, needs: this.#claimNeeds(record), input } as never);
      if (!decision.ok) return decision.refusal.code;
      this.death = decision.record as never;
      for (const each of decision.acts) this.#follow(each, on);
    }
    return undefined;
  }
  reportDeath(lossOn: string, on: string): string | undefined {
    this.death = aClaim({ kind: "death", state: "reported", lossOn, reportedOn: on, since: at(on).now });
    return this.#judge(on, [claimLifecycle.register as AnyTransition]);
  }
  payDeath(on: string): string | undefined {
    const refusal = this.#judge(
      on,
      [claimLifecycle.approve as AnyTransition, { amount: yuan(10) }],
      [claimLifecycle.pay as AnyTransition, { paidOn: on, endsPolicy: true }],
      [claimLifecycle.close as AnyTransition],
    );
    if (refusal === undefined) this.payouts++;
    return refusal;
  }
  /** Nobody died; or somebody did, and nothing is owed for it. */
  denyDeath(on: string, stands: { readonly deathStands?: true; readonly cashValue?: object } = {}): string | undefined {
    return this.#judge(
      on,
      [claimLifecycle.deny as AnyTransition, { reason: "Looked into", ...stands }],
      [claimLifecycle.sendDenialNotice as AnyTransition, { sentOn: on }],
    );
  }
  reopenDeath(on: string): string | undefined {
    return this.#judge(on, [claimLifecycle.reopen as AnyTransition, { reason: "A second opinion" }]);
  }

  /** Reports, registers, approves and pays a loss, as far as its cover allows. */
  claim(lossOn: string, on: string): string | undefined {
    let record: Claim = aClaim({ lossOn, reportedOn: on, since: at(on).now });
    for (const [transition, input] of [
      [claimLifecycle.approve, { amount: yuan(10) }],
      [claimLifecycle.pay, { paidOn: on, endsPolicy: false }],
    ] as const) {
      const decision = decide(transition as AnyTransition, { ...at(on), record, needs: this.#claimNeeds(record), input } as never);
      if (!decision.ok) return decision.refusal.code;
      record = decision.record as never;
    }
    this.payouts++;
    return undefined;
  }
}
