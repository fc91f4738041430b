// The same policy without Kehu: months and days as numbers, nothing else. What it says is what the engine has to say.

const dayMs = 86_400_000;
const begin = Date.UTC(2024, 0, 1);
/** Days since the beginning of the policy. */
export const dueDay = (instalment: number): number => Math.round((Date.UTC(2024, instalment, 1) - begin) / dayMs);
export const dateOf = (day: number): string => new Date(begin + day * dayMs).toISOString().slice(0, 10);
const twoYearsAfter = (day: number): number => {
  const on = new Date(begin + day * dayMs);
  const year = on.getUTCFullYear() + 2;
  const last = new Date(Date.UTC(year, on.getUTCMonth() + 1, 0)).getUTCDate();
  return Math.round((Date.UTC(year, on.getUTCMonth(), Math.min(on.getUTCDate(), last)) - begin) / dayMs);
};
const graceDays = 30;
const silenceDays = 30;
const arrearsDays = 60;

/** Of a policy with a term: its last day, and how many instalments fall due by then. */
export const termOf = (instalments: number) => ({ lastDay: dueDay(instalments) - 1, instalments });
type Term = ReturnType<typeof termOf>;

/** A claim on the death of the insured, on the day on which that is said to have been. */
export interface Death {
  readonly day: number;
  readonly status: "open" | "denied" | "paid";
  /** It was paid for once, whatever was found out later. */
  readonly isPaidOut?: boolean;
}

export class PlainPolicy {
  day = 0;
  /** Instalments that are paid. */
  paid = 1;
  state: "active" | "lapsed" | "pending" | "terminated" | "surrendered" | "expired" | "deathPending" | "deathPaid" = "active";
  arrearsFrom = 0;
  appliedDay = 0;
  arrearsPaidDay: number | undefined;
  lapsedDay: number | undefined;
  payouts = 0;
  /** A cash value is owed for its end. */
  owesValue = false;
  /** How many instalments each receipt paid that was not reversed. */
  receipts: readonly number[] = [1];
  /** The days of the losses that are reported and not settled. */
  openLosses: readonly number[] = [];
  death: Death | undefined;
  /** The day on which a surrender or a death ended it: what was paid for later instalments goes back. */
  endedDay: number | undefined;
  readonly #term: Term;
  /** From which day on it is covered, or not. */
  #cover: { from: number; isCovered: boolean }[] = [{ from: 0, isCovered: true }];

  constructor(given: Term = { lastDay: Number.POSITIVE_INFINITY, instalments: Number.POSITIVE_INFINITY }) {
    this.#term = given;
  }

  get engineState(): string {
    if (this.state === "active") return this.owes && this.day > dueDay(this.paid) ? "grace" : "inForce";
    const named: Partial<Record<PlainPolicy["state"], string>> = {
      pending: "reinstatementPending",
      deathPending: "deathClaimPending",
      deathPaid: "deathClaimPaid",
    };
    return named[this.state] ?? this.state;
  }
  get isOver(): boolean {
    return ["terminated", "surrendered", "expired", "deathPaid"].includes(this.state);
  }
  /** It ended on the day of the death that is claimed for, whichever claim that was. */
  get isEndedByDeath(): boolean {
    return (this.state === "terminated" || this.state === "deathPaid") && this.endedDay === this.death?.day;
  }
  /** It ended for a lapse that came after the death. */
  get lapsedAfterDeath(): boolean {
    const { isOver, endedDay, lapsedDay, death } = this;
    return isOver && endedDay === undefined && lapsedDay !== undefined && death !== undefined && death.day <= lapsedDay;
  }
  /** A premium is left to pay. */
  get owes(): boolean {
    return this.paid < this.#term.instalments;
  }
  get instalmentsLeft(): number {
    return this.#term.instalments - this.paid;
  }
  /** Instalments that were paid and fell due after the end. */
  get paidAhead(): number {
    const { endedDay, paid } = this;
    return endedDay === undefined ? 0 : Array.from({ length: paid }, (_, index) => dueDay(index)).filter((due) => due > endedDay).length;
  }

  get mayRefuse(): boolean {
    return this.state === "pending" && this.day <= this.appliedDay + silenceDays;
  }
  get mayReverse(): boolean {
    return this.paid > 1 && ["inForce", "grace", "reinstatementPending"].includes(this.engineState);
  }

  cover(from: number, isCovered: boolean): void {
    this.#cover = [...this.#cover.filter((each) => each.from < from), { from, isCovered }];
  }
  isCoveredOn(day: number): boolean {
    return day <= this.#term.lastDay && (this.#cover.filter(({ from }) => from <= day).at(-1)?.isCovered ?? false);
  }

  /** Takes an instalment that was paid on a day, though it may be known later only; whether it could. */
  pay(day: number): boolean {
    const inTime = day <= dueDay(this.paid) + graceDays;
    // what lapsed for this instalment never did
    const lapsedForIt = this.lapsedDay === dueDay(this.paid) + graceDays;
    if (!this.owes) return false;
    if (this.state === "active") this.paid++;
    else if (this.state === "deathPending") {
      if (dueDay(this.paid) > (this.death?.day ?? 0)) return false;
      this.paid++;
    } else if (this.state === "pending" && !(inTime && lapsedForIt)) {
      if (this.lapsedDay === undefined || day < this.lapsedDay) return false;
      this.paid++;
      if (!this.owes || dueDay(this.paid) >= day) this.arrearsPaidDay = day;
    } else if (
      ["lapsed", "pending", "terminated", "expired"].includes(this.state) &&
      inTime &&
      lapsedForIt &&
      this.endedDay === undefined
    ) {
      const isLookedInto = this.death?.status === "open" && this.lapsedAfterDeath;
      Object.assign(this, { state: isLookedInto ? "deathPending" : "active", lapsedDay: undefined });
      this.paid++;
      this.cover(day, true);
    } else return false;
    return true;
  }

  /** What is said to have happened after the insured's death waits until that is looked into. */
  isAfterDeath(day: number): boolean {
    return this.state === "deathPending" && day > (this.death?.day ?? 0);
  }
  reportDeath(day: number): void {
    this.death = { day, status: "open" };
    if (this.state === "active") this.state = "deathPending";
  }
  /** Whether it could. */
  payDeath(): boolean {
    const { death, isOver, state, lapsedAfterDeath } = this;
    if (death === undefined || !this.isCoveredOn(death.day)) return false;
    this.death = { ...death, status: "paid", isPaidOut: true };
    if (!isOver || lapsedAfterDeath) this.die(state === "deathPending" ? "deathPaid" : "terminated");
    return true;
  }
  denyDeath(): void {
    this.death = { ...(this.death as Death), status: "denied" };
    if (this.state === "deathPending") this.state = "active";
  }
  excludeDeath(): boolean {
    if (this.isOver) return false;
    this.death = { ...(this.death as Death), status: "denied" };
    this.die("terminated");
    this.owesValue = true;
    return true;
  }
  /** Looked into anew, where the cover stood. */
  reopenDeath(): void {
    const death = this.death as Death;
    const { isEndedByDeath } = this;
    const stood = this.isCoveredOn(death.day);
    if (isEndedByDeath) Object.assign(this, { state: stood ? "deathPending" : "lapsed", endedDay: undefined, owesValue: false });
    else if (this.state === "active") this.state = "deathPending";
    if (isEndedByDeath && stood) this.cover(death.day, true);
    this.death = { ...death, status: "open" };
  }

  /** Ends with a death. */
  die(state: "deathPaid" | "terminated"): void {
    if (this.death === undefined) return;
    this.state = state;
    this.endedDay = this.death.day;
    this.cover(this.death.day + 1, false);
  }

  settle(): void {
    // what would happen with the end of its last day does not
    this.#settleBy(Math.min(this.day, this.#term.lastDay));
    if (this.day > this.#term.lastDay && !this.isOver && this.state !== "deathPending") this.state = "expired";
  }
  #settleBy(today: number): void {
    if (
      this.state === "pending" &&
      this.arrearsPaidDay !== undefined &&
      today > Math.max(this.appliedDay + silenceDays, this.arrearsPaidDay)
    )
      this.reinstate();
    const isUnpaid = this.state === "pending" && this.arrearsPaidDay === undefined && this.paid === this.arrearsFrom;
    if (isUnpaid && today > this.appliedDay + silenceDays + arrearsDays) this.state = "lapsed";
    if (this.state === "active" && this.owes && today > dueDay(this.paid) + graceDays) {
      this.state = "lapsed";
      this.lapsedDay = dueDay(this.paid) + graceDays;
      this.cover(this.lapsedDay + 1, false);
    }
    if (this.state === "lapsed" && this.lapsedDay !== undefined && today > twoYearsAfter(this.lapsedDay)) this.state = "terminated";
  }

  reinstate(): void {
    this.state = "active";
    this.lapsedDay = undefined;
    this.cover(this.arrearsPaidDay ?? 0, true);
    this.arrearsPaidDay = undefined;
  }
}
