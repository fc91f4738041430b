import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ref } from "../define/field.js";
import { one } from "../define/need.js";
import { defineRecord, type Stored } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { check } from "./check.js";

const box = defineRecord("store/box", { fields: { size: z.int() } });
const parcel = defineRecord("store/parcel", { fields: { boxId: ref("store/box"), size: z.int() } });
const tooLarge = defineRefusal("store/too-large", "{size} does not fit into {box}.");
const shrunk = defineRefusal("store/shrunk", "A parcel does not shrink.");
const fits = defineRule("store/fits", parcel, {
  needs: { box: one(box, "boxId") },
  check: ({ record, needs }) => (record.size > needs.box.size ? tooLarge({ size: record.size, box: needs.box.size }) : undefined),
});
const grows = defineRule("store/grows", parcel, {
  check: ({ record, before }) => (before && record.size < before.size ? shrunk() : undefined),
});
const asks = defineRule("store/asks", parcel, { check: ({ actor }) => (actor.id === "" ? shrunk() : undefined) });

const now = "2026-03-02T02:00:00.000Z";
const record: Stored<typeof parcel> = {
  id: "p1",
  version: 1,
  state: "active",
  since: now,
  createdAt: now,
  updatedAt: now,
  boxId: "b1",
  size: 5,
};

describe("check", () => {
  it("gives the refusals of all rules that are broken, in their order", () => {
    const moment = { record, before: { ...record, size: 6 }, now, needs: { box: { size: 4 } } };
    expect(check([fits, grows], moment).map(({ message }) => message)).toEqual(["5 does not fit into 4.", "A parcel does not shrink."]);
    expect(check([fits, grows], { ...moment, before: record, needs: { box: { size: 5 } } })).toEqual([]);
  });
  it("sees no record before where it is new", () => expect(check([grows], { record, now })).toEqual([]));
  it("refuses where a need was not loaded, and goes on with the other rules", () => {
    const refusals = check([fits, grows], { record, before: { ...record, size: 6 }, now });
    expect(refusals.map(({ code }) => code)).toEqual(["core/need-missing", "store/shrunk"]);
    expect(refusals[0]?.details).toEqual({ name: "store/fits", need: "box" });
  });
  it("says what was not given", () => {
    expect(() => check([asks], { record, now })).toThrow(
      expect.objectContaining({ code: "core/circumstance-missing", details: { name: "actor" } }),
    );
  });
});
