import { type CalendarDate, type Duration, type Instant, KehuError } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";

/** The clock of a test: it stands until it is moved. */
export interface TestClock {
  get(): Instant;
  /** Puts it to an instant, later or earlier, without letting anything happen that is due. */
  set(at: Instant): void;
  /**
   * Moves it on by a length (`P30D`, `PT4H`), or to the end of a day or an instant, and lets everything happen that is due by then.
   *
   * @returns how much happened by itself
   * @throws KehuError `testing/clock-runs-backwards`
   */
  advance(by: Duration | { readonly until: CalendarDate | Instant }): Promise<number>;
}
export interface TestClockOptions {
  readonly now: Instant;
  readonly timeZone: string;
  readonly runDue: (until: Instant) => Promise<{ readonly fired: number }>;
}

export function createTestClock({ now, timeZone, runDue }: TestClockOptions): TestClock {
  const calendar = createCalendar({ timeZone, mode: "provisional" });
  let standing = calendar.after(now, "PT0S");
  const later = (by: Duration | { readonly until: CalendarDate | Instant }): Instant => {
    if (typeof by === "string") return calendar.after(standing, by);
    return by.until.length === 10 ? calendar.endOf(by.until) : calendar.after(by.until, "PT0S");
  };
  return {
    get: () => standing,
    set(at) {
      standing = calendar.after(at, "PT0S");
    },
    async advance(by) {
      const until = later(by);
      if (until < standing)
        throw new KehuError(
          "testing/clock-runs-backwards",
          `The clock stands at ${standing} and cannot advance to ${until}. Give a later time, or use clock.set.`,
          { details: { standing, until } },
        );
      standing = until;
      return (await runDue(until)).fired;
    },
  };
}
