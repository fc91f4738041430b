import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { createCalendar } from "./calendar.js";
import { chineseStatutoryDays } from "./chinese-regulation.js";
import { formatDay } from "./day-number.js";

const china = createCalendar({ timeZone: "Asia/Shanghai" });
const provisional = createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" });
const unknown = (year: number): object => expect.objectContaining({ code: "core/calendar-unknown", details: { year, jurisdiction: "CN" } });
const daysOf = (from: string, until: string): string[] => {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(until)];
  return Array.from({ length: first.until(last).days + 1 }, (_, days) => first.add({ days }).toString());
};

describe("holidays of China", () => {
  it("are those of chinese-days on every day from 2004 to 2026", () => {
    const file = createRequire(import.meta.url).resolve("chinese-days/dist/chinese-days.json");
    const data = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<"holidays" | "workdays", Readonly<Record<string, string>>>>;
    for (const on of daysOf("2004-01-01", "2026-12-31")) {
      const weekend = Temporal.PlainDate.from(on).dayOfWeek > 5;
      expect([on, provisional.isWorkday(on)]).toEqual([on, on in data.workdays || (!weekend && !(on in data.holidays))]);
    }
    expect(Object.keys(data.holidays).sort().at(-1), "chinese-days has a new year: take it into chinese-notices.ts").toBe("2026-10-07");
  });

  it("contain every holiday that the regulation of their year fixes", () => {
    for (let year = 2004; year <= 2026; year += 1) {
      for (const day of chineseStatutoryDays(year) ?? [])
        expect([formatDay(day), provisional.isWorkday(formatDay(day))]).toEqual([formatDay(day), false]);
    }
  });

  it("of 2027, before its notice, are those fixed by regulation, without days in lieu", () => {
    const off = daysOf("2027-01-01", "2027-12-31").filter((on) => Temporal.PlainDate.from(on).dayOfWeek < 6 && !provisional.isWorkday(on));
    expect(off).toEqual(["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"]);
    expect(provisional.isWorkday("2027-10-09")).toBe(false);
  });

  it.each(["2027-10-01", "2003-12-31", "2027-01-04", "2100-01-01"])("are refused for %s when they must be certain", (on) => {
    expect(() => china.isWorkday(on)).toThrow(unknown(Number(on.slice(0, 4))));
  });

  it("are refused for the last days of December until the next year's notice is known", () => {
    expect(china.isWorkday("2026-12-28")).toBe(true);
    expect(() => china.isWorkday("2026-12-29")).toThrow(unknown(2027));
    expect(china.isWorkday("2025-12-31")).toBe(true);
  });

  it("are refused for a result that runs into an unknown year", () => {
    expect(() => china.addWorkdays("2026-12-28", 10)).toThrow(unknown(2027));
    expect(() => china.workingAfter("2026-12-28T09:00:00.000Z", "PT80H")).toThrow(unknown(2027));
    expect(() => china.workingBetween("2003-12-31T00:00:00.000Z", "2026-01-01T00:00:00.000Z")).toThrow(unknown(2003));
    expect(() => china.rollToWorkday("2003-12-27")).toThrow(unknown(2003));
  });

  it.each([1999, 2100])("are unknown even provisionally in %i", (year) => {
    expect(() => provisional.isWorkday(`${year}-06-01`)).toThrow(unknown(year));
  });
});

describe("certainty", () => {
  it("tells whether notices cover both days and all between", () => {
    expect(china.certainty("2004-01-01", "2026-12-28")).toBe("certain");
    expect(china.certainty("2026-12-28", "2026-12-29")).toBe("provisional");
    expect(china.certainty("2003-12-31", "2004-01-01")).toBe("provisional");
    expect(provisional.certainty("2026-12-31T00:00:00.000Z", "2026-01-01")).toBe("provisional");
  });
});

describe("holidays that are given", () => {
  const notice = { source: "国办发明电〔2026〕x号", off: ["2027-01-01", "2026-12-31"], work: ["2027-01-02"] };

  it("make a further year certain, and the December before it", () => {
    const calendar = createCalendar({ timeZone: "Asia/Shanghai", holidays: { 2027: notice } });
    expect(["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-02-08"].map(calendar.isWorkday)).toEqual([
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(calendar.certainty("2026-01-01", "2027-12-28")).toBe("certain");
  });

  it("take the place of a known year", () => {
    const calendar = createCalendar({ timeZone: "Asia/Shanghai", holidays: { 2026: { source: "drill", off: [] } } });
    expect(calendar.isWorkday("2026-10-01")).toBe(true);
    expect(calendar.isWorkday("2025-10-01")).toBe(false);
  });

  it("are all that another jurisdiction has", () => {
    const options = {
      timeZone: "America/New_York",
      jurisdiction: "US",
      holidays: { 2026: { source: "5 U.S.C. 6103", off: ["2026-07-03"] } },
    };
    const calendar = createCalendar(options);
    expect(["2026-07-03", "2026-07-06", "2026-10-01", "2026-12-31"].map(calendar.isWorkday)).toEqual([false, true, true, true]);
    expect(() => calendar.isWorkday("2027-07-05")).toThrow(expect.objectContaining({ code: "core/calendar-unknown" }));
    expect(createCalendar({ ...options, mode: "provisional" }).isWorkday("2027-07-05")).toBe(true);
  });

  it.each([
    ["a day of another year", { off: ["2028-01-01"] }],
    ["a day before December", { off: ["2026-11-30"] }],
    ["a day twice", { off: ["2027-01-01"], work: ["2027-01-01"] }],
    ["a make-up day on a weekday", { off: [], work: ["2027-01-04"] }],
  ])("are refused with %s", (_, days) => {
    expect(() => createCalendar({ timeZone: "UTC", holidays: { 2027: { source: "x", ...days } } })).toThrow(
      expect.objectContaining({ code: "core/holidays-invalid" }),
    );
  });
});
