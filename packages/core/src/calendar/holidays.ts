import { fillBlanks, type Phrase, phrase } from "../define/refusal.js";
import { KehuError } from "../error.js";
import { chineseNotices } from "./chinese-notices.js";
import { chineseStatutoryDays } from "./chinese-regulation.js";
import { civil, type DayNumber, dayNumber, parseDay, weekdayOf } from "./day-number.js";

/** What an authority announced for one year. It takes the place of what Kehu knows of that year. */
export interface HolidayYear {
  /** The notice: its number or address. */
  readonly source: string;
  /** Days off, weekends among them or not; of the year itself or of the December before. */
  readonly off: readonly string[];
  /** Weekend days that are workdays (调休); of the year itself or of the December before. */
  readonly work?: readonly string[];
}

/** Announcements by the year they are for. */
export type HolidayYears = Readonly<Record<number, HolidayYear>>;

/** Whether an answer rests on official notices alone, or also on weekends and holidays fixed by regulation. */
export type Certainty = "certain" | "provisional";

export const dayKind = { workday: 0, weekend: 1, holiday: 2, makeUp: 3 } as const;
/** What a day is in its jurisdiction: one of the numbers of {@link dayKind}. */
export type DayKind = (typeof dayKind)[keyof typeof dayKind];

/** The days of one jurisdiction, from a table that is built once per calendar year. */
export interface Holidays {
  /** @throws KehuError `core/calendar-unknown` where not even a provisional answer exists */
  kindOf(day: DayNumber): DayKind;
  certainty(from: DayNumber, until: DayNumber): Certainty;
  /** @throws KehuError `core/calendar-unknown` naming the first year without a notice */
  requireCertain(from: DayNumber, until: DayNumber): void;
}

/** The years whose notices come with Kehu, by jurisdiction: `{ CN: { from: 2004, until: 2026 } }`. It changes when a year is added. */
export const knownHolidays: Readonly<Record<string, { readonly from: number; readonly until: number }>> = {
  CN: {
    from: Math.min(...Object.keys(chineseNotices).map(Number)),
    until: Math.max(...Object.keys(chineseNotices).map(Number)),
  },
};

type Changes = ReadonlyMap<DayNumber, DayKind>;
const none: Changes = new Map();

/**
 * @param jurisdiction - `CN` has the notices of 2004 to 2026; every other one knows what `given` holds
 * @throws KehuError `core/holidays-invalid`
 */
export function openHolidays(jurisdiction: string, given: HolidayYears): Holidays {
  const chinese = jurisdiction === "CN";
  const announced = new Map(Object.entries(given).map(([year, notice]) => [Number(year), readNotice(Number(year), notice)]));
  const isAnnounced = (year: number): boolean => announced.has(year) || (chinese && Object.hasOwn(chineseNotices, year));
  const changesOf = (year: number): Changes | undefined => announced.get(year) ?? (chinese ? chineseChanges(year) : undefined);
  const tables = new Map<number, Uint8Array>();

  const tableOf = (year: number): Uint8Array => {
    let table = tables.get(year);
    if (table === undefined) {
      const base = changesOf(year) ?? (chinese ? fixedByRegulation(year) : none);
      table = yearTable(year, [base, announced.get(year + 1) ?? none]);
      tables.set(year, table);
    }
    return table;
  };
  const kindOf = (day: DayNumber): DayKind => {
    const { year } = civil(day);
    return (tableOf(year)[day - dayNumber(year, 1, 1)] ?? dayKind.workday) as DayKind;
  };
  /** The next year's notice may move the days around New Year: in 2006, 2007, 2011 and 2018 it moved days from 29 December on. */
  const isKnown = (year: number, until: DayNumber): boolean =>
    isAnnounced(year) && (!chinese || until < dayNumber(year, 12, 29) || isAnnounced(year + 1));
  const firstUnknown = (from: DayNumber, until: DayNumber): number | undefined => {
    const lastYear = civil(until).year;
    for (let { year } = civil(from); year <= lastYear; year += 1) {
      if (!isKnown(year, Math.min(until, dayNumber(year, 12, 31)))) return isAnnounced(year) ? year + 1 : year;
    }
    return undefined;
  };
  return {
    kindOf,
    certainty: (from, until) => (firstUnknown(Math.min(from, until), Math.max(from, until)) === undefined ? "certain" : "provisional"),
    requireCertain: (from, until) => {
      const year = firstUnknown(Math.min(from, until), Math.max(from, until));
      if (year !== undefined) throw unknownYear(year, jurisdiction);
    },
  };
}

function unknownYear(year: number, jurisdiction: string, otherwise = `, or ask a calendar whose mode is "provisional"`): KehuError {
  const message = `The holidays of ${year} in ${jurisdiction} are not known. Load the official notice with createCalendar({ holidays: { ${year}: { source, off, work } } })${otherwise}.`;
  return new KehuError("core/calendar-unknown", message, { details: { year, jurisdiction } });
}

function fixedByRegulation(year: number): Changes {
  const days = chineseStatutoryDays(year);
  if (days === undefined) throw unknownYear(year, "CN", "; the regulation in force is known for 2000 to 2099 only");
  return new Map(days.map((day) => [day, dayKind.holiday]));
}

function yearTable(year: number, layers: readonly Changes[]): Uint8Array {
  const first = dayNumber(year, 1, 1);
  const table = new Uint8Array(dayNumber(year + 1, 1, 1) - first);
  for (let index = 0; index < table.length; index += 1) table[index] = isWeekend(first + index) ? dayKind.weekend : dayKind.workday;
  for (const [day, kind] of layers.flatMap((layer) => [...layer])) {
    if (day >= first && day < first + table.length) table[day - first] = kind;
  }
  return table;
}

const isWeekend = (day: DayNumber): boolean => weekdayOf(day) % 6 === 0;

function chineseChanges(year: number): Changes | undefined {
  if (!Object.hasOwn(chineseNotices, year)) return undefined;
  const [off, work] = chineseNotices[year] ?? ["", ""];
  return new Map([
    ...spans(year, off).map((day) => [day, dayKind.holiday] as const),
    ...spans(year, work).map((day) => [day, dayKind.makeUp] as const),
  ]);
}

/** The days of `0101-0103 0501`. */
const spans = (year: number, text: string): DayNumber[] =>
  text.split(" ").flatMap((span) => {
    const [from = 0, until = from] = span.split("-").map((day) => dayNumber(year, Number(day.slice(0, 2)), Number(day.slice(2))));
    return Array.from({ length: until - from + 1 }, (_, index) => from + index);
  });

function readNotice(year: number, notice: HolidayYear): Changes {
  const changes = new Map<DayNumber, DayKind>();
  const read = (texts: readonly string[], kind: DayKind, place: string): void => {
    for (const text of texts) {
      const day = parseDay(text, `holidays[${year}].${place}`);
      if (day < dayNumber(year - 1, 12, 1) || day > dayNumber(year, 12, 31))
        throw invalid(year, phrase("{day} in {place} lies outside the year and the December before it", { day: text, place }));
      if (changes.has(day)) throw invalid(year, phrase("{name} stands there twice", { name: text }));
      if (kind === dayKind.makeUp && !isWeekend(day)) throw invalid(year, phrase("{day} in work is no weekend day", { day: text }));
      changes.set(day, kind);
    }
  };
  if (!Number.isInteger(year) || year < 1 || year > 9999) throw invalid(year, phrase("the key is not a year"));
  read(notice.off, dayKind.holiday, "off");
  read(notice.work ?? [], dayKind.makeUp, "work");
  return changes;
}

function invalid(year: number, why: Phrase): KehuError {
  const problem = fillBlanks(why.phrase, why.values);
  return new KehuError("core/holidays-invalid", `The holiday notice for ${year} cannot be used: ${problem}. Correct the notice.`, {
    details: { year, problem: why },
  });
}
