import fc from "fast-check";
import { TypeID } from "typeid-js";
import { v7, validate, version } from "uuid";
import { describe, expect, it } from "vitest";
import { KehuError } from "./error.js";
import { createId, idOf, idPrefix, prefixOf, uuidOf } from "./id.js";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
const instant = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }).map((at) => at.toISOString());
const record = fc.constantFrom("customer", "insurance/policy", "real-estate/pre-sale-permit");
const now = "2026-03-02T02:00:00.000Z";
const message = (refused: () => unknown): string => {
  try {
    refused();
  } catch (error) {
    return error instanceof KehuError && error.code === "core/wrong-id" ? error.message : String(error);
  }
  return "accepted";
};

describe("createId", () => {
  it("gives the same id for the same instant and bytes, and says its record type", () => {
    fc.assert(
      fc.property(record, instant, bytes, (name, at, random) => {
        const id = createId(name, { now: at, random });
        expect(createId(name, { now: at, random: random.slice() })).toBe(id);
        expect(prefixOf(id)).toBe(idPrefix(name));
      }),
    );
    expect(createId("insurance/policy", { now, random: new Uint8Array(16) })).toBe("insurance_policy_01kjp4c580e008000000000000");
  });
  it("orders ids by their instants, as text and as UUID", () => {
    fc.assert(
      fc.property(instant, instant, bytes, bytes, (one, other, a, b) => {
        fc.pre(one < other);
        const [first, second] = [createId("customer", { now: one, random: a }), createId("customer", { now: other, random: b })];
        expect(first < second).toBe(true);
        expect(uuidOf("customer", first) < uuidOf("customer", second)).toBe(true);
      }),
    );
  });
  it("makes UUIDs of version 7 as the UUID library does, with every random bit that the version leaves", () => {
    fc.assert(
      fc.property(instant, bytes, (at, random) => {
        const uuid = uuidOf("customer", createId("customer", { now: at, random }));
        expect(validate(uuid) && version(uuid)).toBe(7);
        expect(uuid.slice(0, 14)).toBe(v7({ msecs: Date.parse(at), random }).slice(0, 14));
        const left = [...random.slice(6)].map((byte, index) => byte & (index === 0 ? 0x0f : index === 2 ? 0x3f : 0xff));
        const kept = (uuid.replaceAll("-", "").slice(12).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
        expect(kept.map((byte, index) => byte & (index === 0 ? 0x0f : index === 2 ? 0x3f : 0xff))).toEqual(left);
      }),
    );
  });
});

describe("idOf and uuidOf", () => {
  it("write and read as the TypeID library does", () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = TypeID.fromUUID("insurance_premium_receipt", uuid).toString();
        expect(idOf("insurance/premium-receipt", uuid)).toBe(id);
        expect(uuidOf("insurance/premium-receipt", id)).toBe(uuid);
      }),
      { numRuns: 2000 },
    );
    for (const uuid of ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
      expect(idOf("customer", uuid)).toBe(TypeID.fromUUID("customer", uuid).toString());
  });
  it("are each the way back of the other", () => {
    fc.assert(
      fc.property(record, instant, bytes, (name, at, random) => {
        const id = createId(name, { now: at, random });
        expect(idOf(name, uuidOf(name, id))).toBe(id);
      }),
    );
  });
  it("refuse the id of another record type, and say what its ids look like", () => {
    const id = createId("insurance/claim", { now, random: new Uint8Array(16) });
    expect(message(() => uuidOf("insurance/policy", id))).toBe(
      `"${id}" is no id of insurance/policy; an id of it is insurance_policy_ and 26 letters and digits.`,
    );
    expect(message(() => uuidOf("insurance", id))).toContain("is insurance_ and 26 letters");
  });
  it.each([
    "",
    "customer",
    "customer_",
    "customer_01",
    "_01kjpq6xm0e008000000000000",
    "customer_81kjpq6xm0e008000000000000",
    "customer_01KJPQ6XM0E008000000000000",
    "customer_0中中中中中中中中中中中中中中中中中中中中中中中中中",
    "customer_01kjpq6xm0e00800000000000u",
    "01949c9a-0000-7000-8000-000000000000",
    "李明 13800138000",
  ])("refuse %j, without repeating it: it may be somebody's name", (wrong) => {
    expect(message(() => uuidOf("customer", wrong))).toMatch(
      /^(An empty text|A UUID by itself|A text of \d+ characters) is no id of customer; an id of it is customer_ and 26 letters and digits\.$/,
    );
    expect(prefixOf(wrong)).toBeUndefined();
  });
  it.each([
    ["", "An empty text is"],
    ["李明 13800138000", "A text of 14 characters is"],
    ["01949c9a-0000-7000-8000-000000000000", "A UUID by itself is"],
    [undefined, "A value of the type undefined is"],
    [null, "A value of the type null is"],
    [{ id: 5 }, "A value of the type object is"],
  ])("say of %j what kind of value it is", (wrong, said) => expect(message(() => uuidOf("customer", wrong as string))).toContain(said));
  it.each(["", "01949c9a", "01949C9A-0000-7000-8000-000000000000", "zz949c9a-0000-7000-8000-000000000000"])(
    "refuse %j as a UUID",
    (wrong) => {
      expect(message(() => idOf("customer", wrong))).toMatch(
        /^(An empty text|A UUID by itself|A text of \d+ characters) is no id of customer; an id of it is customer_ and 26 letters and digits\.$/,
      );
    },
  );
});
