import { defineLifecycle, definePack, defineRecord, defineRole, may, type Pack, ref, text } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { buildRegistry, switchedOn } from "./registry.js";

const shelf = defineRecord("store/shelf", { fields: { label: text(20) }, states: ["free", "full"] });
const box = defineRecord("store/box", { fields: { shelfId: ref("store/shelf") } });
const shelfLifecycle = defineLifecycle(shelf, (t) => ({ fill: t({ from: "free", to: "full" }) }));
const words = {
  shelf: { name: "货架", fields: { label: "标签" }, states: { free: "空", full: "满" } },
  box: { name: "箱", fields: { shelfId: "货架" }, states: { active: "有效" } },
  shelfLifecycle: { fill: "装满" },
} as const;
const shelves = definePack({
  name: "store",
  version: "0.1.0",
  definitions: { shelf, shelfLifecycle },
  locales: { "zh-CN": { shelf: words.shelf, shelfLifecycle: words.shelfLifecycle } },
});
const pack = (name: string, definitions: object, locale: object, requires: readonly Pack[] = []): Pack =>
  definePack({ name, version: "0.1.0", definitions: definitions as never, requires, locales: { "zh-CN": locale as never } });
const refusedWith = (code: string) => expect.objectContaining({ code });

describe("buildRegistry", () => {
  it("indexes what the packs define, the built-in records with them", () => {
    const registry = buildRegistry([shelves]);
    expect([...registry.records.keys()]).toEqual(expect.arrayContaining(["customer", "staff", "store/shelf"]));
    expect(registry.byPrefix.get("store_shelf")?.record).toBe(shelf);
    expect(registry.transitions.get("store/shelf#fill")).toBe(shelfLifecycle.fill);
  });
  it("refuses one name for two things, with both packs", () => {
    const role = defineRole("store/keeper", [may.read(shelf, "all")]);
    const again = defineRole("store/keeper", [may.read(shelf, "own")]);
    expect(() => buildRegistry([shelves], [role, again])).toThrow(refusedWith("crm/name-taken"));
  });
  it("refuses two record types whose ids would look the same", () => {
    const one = defineRecord("a/b-c", { fields: { label: text(20) } });
    const other = defineRecord("a-b/c", { fields: { label: text(20) } });
    const named = { name: "甲", fields: { label: "标签" }, states: { active: "有效" } };
    expect(() => buildRegistry([pack("a", { one }, { one: named }), pack("a-b", { other }, { other: named })])).toThrow(
      refusedWith("crm/name-taken"),
    );
  });
  it("refuses a reference to a record that no pack defines", () => {
    const boxes = pack("store", { box }, { box: words.box });
    expect(() => buildRegistry([boxes])).toThrow("store/box, field shelfId, points at store/shelf, which no pack defines");
    expect(() => buildRegistry([boxes])).toThrow(refusedWith("crm/record-missing"));
  });
  it("takes in what a pack requires, and the one that was given in its place", () => {
    const store = pack("more", {}, {}, [shelves]);
    expect(buildRegistry([store]).packs.map(({ name }) => name)).toEqual(["kehu", shelves.name, "more"]);
    const newer = { ...shelves, version: "9.0.0" };
    expect(buildRegistry([store, newer]).packs.map(({ version }) => version)).toContain("9.0.0");
    expect(buildRegistry([store, newer]).packs).toHaveLength(3);
  });
  it("refuses behaviour of a record that no pack defines", () => {
    expect(() => buildRegistry([pack("more", { shelfLifecycle }, { shelfLifecycle: words.shelfLifecycle })])).toThrow(
      refusedWith("crm/behaviour-missing"),
    );
  });
  it("refuses a role that grants what nobody defines", () => {
    const keeper = defineRole("store/keeper", [may.read(box, "all")]);
    expect(() => buildRegistry([shelves], [keeper])).toThrow("The role store/keeper grants read on store/box, which no pack defines");
    expect(() => buildRegistry([shelves], [keeper])).toThrow(refusedWith("crm/grant-unknown"));
    expect(() => buildRegistry([], [defineRole("store/keeper", [may.apply(shelfLifecycle.fill, "all")])])).toThrow(
      refusedWith("crm/grant-unknown"),
    );
  });
});

describe("switchedOn", () => {
  it("leaves out what the packs that are off say", () => {
    const registry = buildRegistry([shelves]);
    expect(switchedOn(registry, new Set(["store"]))).toBe(registry);
    const without = switchedOn(registry, new Set());
    expect(without.records.has("store/shelf")).toBe(false);
    expect(without.records.has("customer")).toBe(true);
    expect(without.off.get("store/shelf#fill")).toBe("store");
  });
});
