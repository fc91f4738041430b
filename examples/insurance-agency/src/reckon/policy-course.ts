import { addDays, addMonths, earlier, later } from "./days.js";

/** What a policy is made of, as its row says. */
export interface Terms {
  readonly effectiveOn: string;
  readonly expiresOn: string | undefined;
  readonly premiumsUntilOn: string | undefined;
  readonly premium: number;
  readonly months: number | undefined;
  readonly graceDays: number;
  readonly paysAtMaturity: boolean;
}
/** An instant within a day: its beginning, its evening, in which things are entered, or its end. */
export type At = string;
export const startOf = (on: string): At => `${on} 0`;
export const eveningOf = (on: string): At => `${on} 5`;
export const endOf = (on: string): At => `${on} 9`;
const dayOf = (at: At): string => at.slice(0, 10);

/** The course of one policy, day by day, after the law: due, grace, lapse, reinstatement, end. */
export class Course {
  readonly terms: Terms;
  state: string;
  paidTo: string | undefined;
  /** One instalment; less than agreed once the sum was reduced. */
  instalment: number;
  endReason: string | undefined;
  endedOn: string | undefined;
  readonly stays: { state: string; from: At }[];
  #appliedOn: string | undefined;
  #arrearsPaidOn: string | undefined;

  constructor(
    terms: Terms,
    began: { readonly state: string; readonly since: At; readonly paidTo: string | undefined; readonly appliedOn?: string | undefined },
  ) {
    this.terms = terms;
    this.instalment = terms.premium;
    this.state = began.state;
    this.paidTo = began.paidTo;
    this.stays = [{ state: began.state, from: began.since }];
    this.#appliedOn = began.appliedOn;
  }

  #enter(state: string, from: At): void {
    while (this.stays.length > 0 && (this.stays.at(-1)?.from ?? "") >= from) this.stays.pop();
    if (this.stays.at(-1)?.state !== state) this.stays.push({ state, from });
    this.state = state;
  }
  get since(): At {
    return this.stays.at(-1)?.from ?? "";
  }

  get #premiumsEnd(): string | undefined {
    return this.terms.premiumsUntilOn ?? this.terms.expiresOn;
  }
  /** The last premium pays through the last day of cover. */
  get #paidForGood(): string {
    const { premiumsUntilOn, expiresOn, effectiveOn } = this.terms;
    return premiumsUntilOn ?? (expiresOn === undefined ? effectiveOn : addDays(expiresOn, 1));
  }
  nextDue(): string | undefined {
    if (this.paidTo === undefined) return this.terms.effectiveOn;
    if (this.terms.months === undefined) return undefined;
    return this.#premiumsEnd === undefined || this.paidTo < this.#premiumsEnd ? this.paidTo : undefined;
  }
  /** The due date after a day; undefined where none is left. */
  #dueAfter(on: string): string | undefined {
    const { months, effectiveOn } = this.terms;
    if (months === undefined) return undefined;
    let count = 1;
    while (addMonths(effectiveOn, count * months) <= on) count += 1;
    const due = addMonths(effectiveOn, count * months);
    return this.#premiumsEnd === undefined || due < this.#premiumsEnd ? due : undefined;
  }

  /** What comes by itself and is due by an evening. */
  settle(on: string): void {
    for (let next = this.#nextByItself(); next !== undefined && next.at < eveningOf(on); next = this.#nextByItself()) next.happen();
  }
  #nextByItself(): { readonly at: At; readonly happen: () => void } | undefined {
    const { expiresOn, graceDays, paysAtMaturity } = this.terms;
    const due = this.nextDue();
    const waiting: { at: At; happen: () => void }[] = [];
    if (this.state === "inForce" && due !== undefined) waiting.push({ at: endOf(due), happen: () => this.#enter("grace", endOf(due)) });
    if (this.state === "grace" && due !== undefined) {
      const at = endOf(addDays(due, graceDays));
      waiting.push({ at, happen: () => this.#enter("lapsed", at) });
    }
    if (this.state === "reinstatementPending" && this.#arrearsPaidOn !== undefined && this.#appliedOn !== undefined) {
      const paidOn = this.#arrearsPaidOn;
      const silent = endOf(addDays(this.#appliedOn, 30));
      waiting.push({ at: later(silent, endOf(paidOn)), happen: () => this.#enter("inForce", startOf(paidOn)) });
    }
    if (this.state === "lapsed") {
      const since = this.since;
      const at = `${addMonths(dayOf(since), 24)}${since.slice(10)}`;
      waiting.push({ at, happen: () => this.#end("terminated", at, "twoYearsLapsed") });
    }
    if (expiresOn !== undefined && ["inForce", "grace", "lapsed", "reinstatementPending"].includes(this.state)) {
      const matures = paysAtMaturity && (this.state === "inForce" || this.state === "grace");
      waiting.push({ at: endOf(expiresOn), happen: () => this.#end(matures ? "matured" : "expired", endOf(expiresOn), "endOfTerm") });
    }
    return waiting.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))[0];
  }
  #end(state: string, at: At, reason: string, endedOn = dayOf(at)): void {
    this.#enter(state, at);
    this.endReason = reason;
    this.endedOn = endedOn;
  }

  /** The time that a payment pays for, or nothing where it is refused. */
  pay(on: string, amount: number): { readonly from: string; readonly to: string } | undefined {
    const from = this.nextDue();
    const count = amount / this.instalment;
    if (from === undefined || !Number.isInteger(count) || count < 1) return undefined;
    let to: string | undefined = from;
    for (let paid = 1; paid <= count; paid += 1) {
      const next = this.#dueAfter(to as string);
      if (next === undefined && paid < count) return undefined;
      to = next ?? this.#paidForGood;
    }
    if (!["proposed", "inForce", "grace", "reinstatementPending"].includes(this.state)) return undefined;
    if (this.paidTo !== undefined && to <= this.paidTo) return undefined;
    const wasGrace = this.state === "grace";
    this.paidTo = to;
    const isPaidUp = (this.nextDue() ?? on) >= on;
    if (this.state === "reinstatementPending" && isPaidUp) this.#arrearsPaidOn = on;
    if (this.state === "inForce" && !isPaidUp) this.#enter("grace", eveningOf(on));
    if (wasGrace && isPaidUp) this.#enter("inForce", later(startOf(on), endOf(from)));
    return { from, to };
  }
  issue(on: string): boolean {
    if (this.state !== "proposed" || this.paidTo === undefined) return false;
    const { effectiveOn } = this.terms;
    this.#enter("inForce", earlier(startOf(effectiveOn), eveningOf(on)));
    return true;
  }
  applyForReinstatement(on: string): boolean {
    if (this.state !== "lapsed") return false;
    this.#appliedOn = on;
    this.#arrearsPaidOn = undefined;
    this.#enter("reinstatementPending", later(startOf(on), this.since));
    return true;
  }
  surrender(on: string): boolean {
    if (!["inForce", "grace", "lapsed"].includes(this.state)) return false;
    this.#end("surrenderPaid", later(startOf(on), this.since), "surrender", on);
    return true;
  }
  cancel(on: string): boolean {
    if (!["inForce", "grace"].includes(this.state)) return false;
    this.#end("freeLookCancelled", later(startOf(on), this.since), "freeLook", on);
    return true;
  }
  endByClaim(lossOn: string): boolean {
    if (!["inForce", "grace", "lapsed", "reinstatementPending"].includes(this.state)) return false;
    this.#end("terminated", endOf(lossOn), "claimPaid", lossOn);
    return true;
  }
  /** Whether a loss of this day is covered; what nobody knows is not. */
  covers(lossOn: string, waitingDays: number): boolean {
    const { effectiveOn, expiresOn } = this.terms;
    if (lossOn < effectiveOn || (expiresOn !== undefined && lossOn > expiresOn)) return false;
    if (waitingDays > 0 && lossOn <= addDays(effectiveOn, waitingDays)) return false;
    const stay = this.stays.filter(({ from }) => from < endOf(lossOn)).at(-1);
    return stay?.state === "inForce" || stay?.state === "grace";
  }
}

/** Months of an instalment; undefined for a single premium. */
export const monthsOf: Readonly<Record<string, number | undefined>> = { monthly: 1, quarterly: 3, semiannual: 6, annual: 12 };
