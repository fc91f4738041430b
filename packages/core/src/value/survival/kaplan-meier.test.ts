import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../../../../.config/test-databases.js";
import { kaplanMeier, kaplanMeierByGroup, survivalAt } from "./kaplan-meier.js";

describe("kaplanMeier", () => {
  it("is the share that is left where all ended", () => {
    const { steps, median } = kaplanMeier({ duration: [3, 1, 2, 2], hasEnded: [true, true, true, true] });
    expect(steps.map(({ time, atRisk, ended, survival }) => [time, atRisk, ended, survival])).toEqual([
      [1, 4, 1, 0.75],
      [2, 3, 2, 0.25],
      [3, 1, 1, 0],
    ]);
    expect(median).toBe(2);
  });
  it("lets those go that still run, after those that end at the same time", () => {
    const curve = kaplanMeier({ duration: [2, 2, 5], hasEnded: [true, false, true] });
    expect(curve.steps.map(({ atRisk, survival }) => [atRisk, survival])).toEqual([
      [3, expect.closeTo(2 / 3, 12)],
      [1, 0],
    ]);
    expect([1.9, 2, 4, 5].map((time) => survivalAt(curve, time))).toEqual([1, expect.closeTo(2 / 3, 12), expect.closeTo(2 / 3, 12), 0]);
  });
  it("never rises and does not depend on the order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.boolean())), (rows) => {
        const of = (all: typeof rows) => kaplanMeier({ duration: all.map(([time]) => time), hasEnded: all.map(([, ended]) => ended) });
        const curve = of(rows);
        expect(of([...rows].reverse())).toEqual(curve);
        expect(curve.steps.every(({ survival }, index) => survival <= (curve.steps[index - 1]?.survival ?? 1))).toBe(true);
        expect(curve.steps.reduce((sum, { ended }) => sum + ended, 0)).toBe(rows.filter(([, ended]) => ended).length);
      }),
    );
  });
  it.each([
    ["core/duration-unusable", { duration: [-1], hasEnded: [true] }],
    ["core/duration-unusable", { duration: [Number.NaN], hasEnded: [true] }],
    ["core/columns-differ", { duration: [1], hasEnded: [] }],
  ])("refuses with %s", (code, lifetimes) => {
    expect(() => kaplanMeier(lifetimes)).toThrow(expect.objectContaining({ code }));
  });
});

describe.skipIf(!sharedData())("kaplanMeier on telecom contracts", () => {
  it("has the figures of R, to the digits that it prints", () => {
    const rows = readFileSync(`${sharedData()}/telco-churn/wa_churn.csv`, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.trim().split(","));
    const head = rows[0] as string[];
    const column = (name: string): readonly string[] => rows.slice(1).map((row) => row[head.indexOf(name)] as string);
    const lifetimes = { duration: column("tenure").map(Number), hasEnded: column("churn").map((each) => each === "Yes") };
    const curve = kaplanMeier(lifetimes);
    expect(curve).toMatchObject({ count: 7043, median: null });
    expect(curve.steps[0]).toMatchObject({ time: 1, atRisk: 7032 });
    const printed = {
      1: 0.9459613197,
      6: 0.8848262389,
      12: 0.8431995538,
      24: 0.7887363984,
      36: 0.7485454149,
      48: 0.7088401843,
      60: 0.6644039144,
      72: 0.5927901521,
    };
    for (const [time, survival] of Object.entries(printed)) expect(survivalAt(curve, Number(time))).toBeCloseTo(survival, 10);
    expect(curve.steps.find(({ time }) => time === 12)?.standardError).toBeCloseTo(0.00449216, 9);
    const groups = kaplanMeierByGroup({ ...lifetimes, group: column("contract") });
    const byContract = {
      "Month-to-month": [0.7030966363, 0.5859154739, 0.397263779],
      "One year": [0.9908082041, 0.9782723764, 0.9165468042],
      "Two year": [1, 1, 0.995718931],
    };
    for (const [name, expected] of Object.entries(byContract)) {
      const own = groups.get(name);
      expect(own && [12, 24, 48].map((time) => survivalAt(own, time))).toEqual(expected.map((value) => expect.closeTo(value, 10)));
    }
    expect([...groups.values()].map(({ count }) => count).sort()).toEqual([1473, 1695, 3875]);
  });
});

describe("kaplanMeierByGroup", () => {
  it("refuses groups that are missing", () => {
    expect(() => kaplanMeierByGroup({ duration: [1], hasEnded: [true], group: [] })).toThrow(
      expect.objectContaining({ code: "core/columns-differ" }),
    );
  });
});
