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

export class PlainPolicy {
  day = 0;
  /** Instalments that are paid. */
  paid = 1;
  state: "active" | "lapsed" | "pending" | "terminated" | "surrendered" = "active";
  arrearsFrom = 0;
  appliedDay = 0;
  arrearsPaidDay: number | undefined;
  lapsedDay = 0;
  payouts = 0;
  /** How many instalments each receipt paid that was not reversed. */
  receipts: readonly number[] = [1];
  /** The days of the losses that are reported and not settled. */
  openLosses: readonly number[] = [];
  /** From which day on it is covered, or not. */
  #cover: { from: number; isCovered: boolean }[] = [{ from: 0, isCovered: true }];

  get engineState(): string {
    if (this.state === "active") return this.day > dueDay(this.paid) ? "grace" : "inForce";
    return this.state === "pending" ? "reinstatementPending" : this.state;
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
    return this.#cover.filter(({ from }) => from <= day).at(-1)?.isCovered ?? false;
  }

  settle(): void {
    if (
      this.state === "pending" &&
      this.arrearsPaidDay !== undefined &&
      this.day > Math.max(this.appliedDay + silenceDays, this.arrearsPaidDay)
    )
      this.reinstate();
    const isUnpaid = this.state === "pending" && this.arrearsPaidDay === undefined && this.paid === this.arrearsFrom;
    if (isUnpaid && this.day > this.appliedDay + silenceDays + arrearsDays) this.state = "lapsed";
    if (this.state === "active" && this.day > dueDay(this.paid) + graceDays) {
      this.state = "lapsed";
      this.lapsedDay = dueDay(this.paid) + graceDays;
      this.cover(this.lapsedDay + 1, false);
    }
    if (this.state === "lapsed" && this.day > twoYearsAfter(this.lapsedDay)) this.state = "terminated";
  }

  reinstate(): void {
    this.state = "active";
    this.cover(this.arrearsPaidDay ?? 0, true);
    this.arrearsPaidDay = undefined;
  }
}
