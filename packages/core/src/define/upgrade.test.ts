import { describe, expect, it } from "vitest";
import { text } from "./field.js";
import { definePack } from "./pack.js";
import { defineRecord } from "./record.js";
import { compareVersions, type Upgrade } from "./upgrade.js";

const car = defineRecord("garage/car", { fields: { plate: text(12) } });
const garage = (...upgrades: readonly Upgrade[]) =>
  definePack({
    name: "garage",
    version: "2.1.0",
    definitions: { car },
    locales: { "zh-CN": { car: { name: "车", fields: { plate: "车牌" }, states: { active: "有效" } } } },
    upgrades,
  });
const renamed = (names: Readonly<Record<string, string>>, to = "2.0.0"): Upgrade => ({ to, records: { "garage/car": { renamed: names } } });

describe("upgrades of a pack", () => {
  it("are kept in order", () => {
    const steps = [renamed({ sign: "plate" }), renamed({ plate: "sign", sign2: "plate" }, "2.1.0")];
    expect(garage(renamed({ a: "b" }), renamed({ b: "plate" }, "2.1.0")).upgrades?.map(({ to }) => to)).toEqual(["2.0.0", "2.1.0"]);
    expect(garage()).not.toHaveProperty("upgrades");
    expect(() => garage(...steps)).toThrow('gives the name "plate" to two fields');
  });

  it.each<[string, readonly Upgrade[], string]>([
    ["a version that is none", [renamed({}, "2")], 'upgrade to "2", needs a version such as "2.0.0"'],
    ["two in the wrong order", [renamed({}), renamed({}, "1.9.0")], "comes after the one to 2.0.0"],
    ["one version twice", [renamed({}), renamed({})], "comes after the one to 2.0.0"],
    ["a version beyond the pack's", [renamed({}, "2.2.0")], "leads beyond the pack's own version, 2.1.0"],
    ["a record of another pack", [{ to: "2.0.0", records: { customer: {} } }], 'is about "customer"'],
    ["two fields of one name", [renamed({ a: "plate", b: "plate" })], 'gives the name "plate" to two fields'],
  ])("refuse %s", (_what, upgrades, problem) => {
    expect(() => garage(...upgrades)).toThrow(problem);
  });
});

describe("compareVersions", () => {
  it("compares number by number", () => {
    expect(Math.sign(compareVersions("0.10.0", "0.9.3"))).toBe(1);
    expect(Math.sign(compareVersions("1.2.3", "1.2.10"))).toBe(-1);
    expect(compareVersions("1.2.3", "1.2.3")).toBe(0);
  });
});
