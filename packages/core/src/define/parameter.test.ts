import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createCalendar } from "../calendar/index.js";
import { circumstances } from "../lifecycle/circumstances.js";
import { checkValues, defineParameter, type ParameterValue, valueOn } from "./parameter.js";

const source = "House rule";
const grace = defineParameter("cover/grace-days", {
  schema: z.int().min(0),
  values: [
    { from: "2009-10-01", jurisdiction: "CN", value: 60, source: "Insurance Law of the PRC, art. 36", verified: true },
    { from: "2020-01-01", value: 14, source, verified: false },
    { from: "2015-01-01", value: 10, source, verified: false },
    { from: "2030-01-01", jurisdiction: "CN", value: 45, source, verified: false },
  ],
});

describe("valueOn", () => {
  it.each([
    ["2009-10-01", "CN", 60],
    ["2029-12-31", "CN", 60],
    ["2030-01-01", "CN", 45],
    ["2015-01-01", "US-NY", 10],
    ["2019-12-31", "US-NY", 10],
    ["2020-01-01", "US-NY", 14],
  ])("is on %s in %s %i: the latest that began by then, of the jurisdiction before one for everywhere", (on, jurisdiction, days) => {
    expect(valueOn(grace, on, jurisdiction)).toBe(days);
  });
  it("lets a value of the tenant go before all others, from its day on", () => {
    const own: readonly ParameterValue<number>[] = [{ from: "2026-01-01", value: 90, source, verified: true }];
    expect([valueOn(grace, "2025-12-31", "CN", own), valueOn(grace, "2026-01-01", "CN", own)]).toEqual([60, 90]);
  });
  it("refuses a day before the first value", () => {
    expect(() => valueOn(grace, "2014-12-31", "US-NY")).toThrow(
      expect.objectContaining({
        code: "core/parameter-unknown",
        details: { parameter: "cover/grace-days", jurisdiction: "US-NY", on: "2014-12-31" },
      }),
    );
  });
});

describe("circumstances", () => {
  const told: unknown[] = [];
  const at = circumstances({
    now: "2026-03-01T17:00:00.000Z",
    calendar: createCalendar({ timeZone: "Asia/Shanghai" }),
    actor: { id: "li", tenant: "t1", roles: [] },
    jurisdiction: "CN",
    overrides: {
      "cover/other": [{ from: "2000-01-01", value: 1, source, verified: true }],
      "cover/grace-days": [{ from: "2026-01-01", jurisdiction: "US-NY", value: 31, source, verified: true }],
    },
    onParameter: (parameter, value) => told.push([parameter.name, value]),
  });
  it("knows today in the tenant's time zone", () => expect(at.today).toBe("2026-03-02"));
  it("gives the value of the tenant's jurisdiction, or of another one, and tells who asked for it", () => {
    expect([at.parameter(grace, "2026-03-02"), at.parameter(grace, "2026-03-02", "US-NY")]).toEqual([60, 31]);
    expect(told).toEqual([
      ["cover/grace-days", 60],
      ["cover/grace-days", 31],
    ]);
  });
  it("finds no value of the tenant in what objects inherit", () => {
    const odd = { ...grace, name: "constructor" };
    expect(at.parameter(odd, "2026-03-02")).toBe(60);
  });
});

describe("checkValues", () => {
  it("refuses a value that the parameter's own schema refuses", () => {
    expect(() => checkValues(grace)).not.toThrow();
    const negative = defineParameter("cover/grace-days", {
      schema: z.int().min(0),
      values: [{ from: "2020-01-01", value: -1, source, verified: true }],
    });
    expect(() => checkValues(negative)).toThrow('The parameter "cover/grace-days", value from 2020-01-01, is refused by its own schema.');
  });
});
