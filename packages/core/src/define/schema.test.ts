import { describe, expect, it } from "vitest";
import * as z from "zod";
import { anyRef, date, decimal, group, instant, list, money, party, personal, ref, text } from "./field.js";
import { isScalar, readField, readShape } from "./schema.js";

const read = (schema: z.core.$ZodType) => readField(schema, "The field");
const required = { optional: false, hasDefault: false };

describe("readField", () => {
  it("refuses what is no zod schema at all, with its place", () => {
    expect(() => readField("text" as never, 'The record "x/y", field "z",')).toThrow('The record "x/y", field "z", is no zod schema');
    expect(() => readField(undefined as never, "Here")).toThrow(expect.objectContaining({ code: "core/invalid-definition" }));
  });
  it.each<[string, z.core.$ZodType, object]>([
    ["text", text(9), { kind: "text", maxLength: 9 }],
    ["the shorter of two bounds", z.string().max(9).length(4), { kind: "text", maxLength: 4 }],
    ["date", date(), { kind: "date" }],
    ["instant", instant(), { kind: "instant" }],
    ["decimal", decimal(2), { kind: "decimal", maxLength: 40 }],
    ["money", money(), { kind: "money" }],
    ["integer", z.int(), { kind: "integer" }],
    ["integer by check", z.number().int().min(1), { kind: "integer" }],
    ["number", z.number().min(1), { kind: "number" }],
    ["boolean", z.boolean(), { kind: "boolean" }],
    ["choice", z.enum(["a", "b"]), { kind: "choice", options: ["a", "b"] }],
    ["literal", z.literal("a"), { kind: "choice", options: ["a"] }],
    ["reference", ref("trade/shop"), { kind: "reference", reference: { target: "trade/shop" } }],
    ["party", party("buyer"), { kind: "reference", reference: { target: "customer", role: "buyer" } }],
    ["any reference", anyRef(), { kind: "reference", reference: { target: "*" } }],
    [
      "list of references",
      list(ref("trade/shop"), 2),
      { kind: "list", item: { ...required, kind: "reference", reference: { target: "trade/shop" } } },
    ],
    ["group", group({ on: date() }), { kind: "group", fields: { on: { ...required, kind: "date" } } }],
  ])("reads %s", (_, schema, info) => expect(read(schema)).toEqual({ ...required, ...info }));

  it.each<[string, z.core.$ZodType, object]>([
    ["optional", ref("trade/shop").optional(), { optional: true, hasDefault: false, reference: { target: "trade/shop" } }],
    ["default", text(9).default("a"), { optional: true, hasDefault: true, kind: "text" }],
    ["prefault", text(9).prefault("a"), { optional: true, hasDefault: true, kind: "text" }],
    ["readonly", money().readonly(), { optional: false, kind: "money" }],
    [
      "optional readonly with a default",
      z.readonly(date().optional()).default("2026-01-01"),
      { optional: true, hasDefault: true, kind: "date" },
    ],
  ])("looks through %s", (_, schema, info) => expect(read(schema)).toMatchObject(info));

  it.each<[string, z.core.$ZodType, object]>([
    ["on a text", personal("name", text(9)), { kind: "text", personal: "name", maxLength: 9 }],
    [
      "on a reference",
      personal("identifier", party("insured")),
      { kind: "reference", personal: "identifier", reference: { target: "customer", role: "insured" } },
    ],
    ["on money", personal("financial", money()), { kind: "money", personal: "financial" }],
    ["inside a wrapper", personal("contact", list(text(9), 2)).default([]), { kind: "list", personal: "contact", optional: true }],
    ["around a wrapper", personal("health", text(9).optional()), { kind: "text", personal: "health", optional: true }],
    [
      "on a refined field",
      personal(
        "financial",
        money().refine(({ amountMinor }) => amountMinor > 0),
      ).optional(),
      { kind: "money", personal: "financial" },
    ],
  ])("finds the mark of personal data %s", (_, schema, info) => expect(read(schema)).toMatchObject(info));

  it("keeps what a field is when it is refined, described or given more bounds", () => {
    expect(read(ref("trade/shop").describe("where")).reference).toEqual({ target: "trade/shop" });
    expect(read(money().refine(() => true))).toEqual({ ...required, kind: "money" });
    expect(read(decimal(2).meta({ title: "rate" })).kind).toBe("decimal");
  });
  it("leaves the schema as it was where it marks personal data", () => {
    const phone = text(20);
    expect(read(personal("contact", phone)).personal).toBe("contact");
    expect(read(phone)).not.toHaveProperty("personal");
  });

  it("reads a union as the fields of all its variants, required where all require them", () => {
    const change = z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("address"), from: date(), address: text(9) }),
      z.strictObject({ type: z.literal("name"), from: date(), constructor: text(9) }),
    ]);
    expect(read(change)).toEqual({
      ...required,
      kind: "union",
      fields: {
        type: { ...required, kind: "choice", options: ["address", "name"] },
        from: { ...required, kind: "date" },
        address: { ...required, optional: true, kind: "text", maxLength: 9 },
        constructor: { ...required, optional: true, kind: "text", maxLength: 9 },
      },
    });
  });

  const deep = (levels: number): z.core.$ZodType => (levels === 0 ? text(9) : group({ inner: deep(levels - 1) }));
  const endless = z.strictObject({
    get inner() {
      return endless.optional();
    },
  });
  it.each<[string, z.core.$ZodType, string]>([
    ["text without a bound", z.string(), "is text without a bound; say how long it may be, as in text(80)"],
    ["text without a bound in a wrapper", z.string().optional(), "is text without a bound; say how long it may be, as in text(80)"],
    ["a format without a bound", z.email(), "is text without a bound; say how long it may be, as in text(80)"],
    ["a list without a bound", z.array(date()), "is a list without a bound; say how many it may hold, as in list(item, 20)"],
    ["unbounded text in a list", list(z.string()), "in each item is text without a bound; say how long it may be, as in text(80)"],
    ["a group that takes unknown keys", z.object({ on: date() }), "takes unknown keys; use group(…) or z.strictObject(…)"],
    ["a loose group", z.looseObject({ on: date() }), "takes unknown keys; use group(…) or z.strictObject(…)"],
    [
      "nothing and something",
      date().nullable() as never,
      'is a zod "nullable", which cannot be kept; use text, numbers, booleans, dates, choices, money, references, groups or lists (and "optional" instead of "nullable")',
    ],
    [
      "what it would turn into something else",
      text(9).transform(Number) as never,
      'is a zod "pipe", which cannot be kept; use text, numbers, booleans, dates, choices, money, references, groups or lists',
    ],
    [
      "a choice of numbers",
      z.literal([1, 2]),
      'is a choice of something else than texts; give each option a name, as in z.enum(["small", "large"])',
    ],
    [
      "a union of scalars",
      z.union([text(9), z.int()]),
      "is a union of something else than groups; give each variant a group with a literal that tells it apart",
    ],
    [
      "a field that means two things",
      z.union([group({ at: ref("a/b") }), group({ at: ref("a/c") })]),
      'field "at" means something else in another variant; give it another name there',
    ],
    ["a group with a field called or", group({ or: text(9) }), 'field "or" has a name that filters use; choose another'],
    [
      "a group that contains itself",
      endless,
      `${'field "inner", '.repeat(6)}field "inner" lies more than 6 levels deep; make a record of its own of it`,
    ],
  ])("refuses %s", (_, schema, problem) =>
    expect(() => read(schema)).toThrow(`The field${problem.startsWith("field ") ? "," : ""} ${problem}.`),
  );
  it("takes six levels", () => expect(read(deep(6)).kind).toBe("group"));
});

describe("readShape", () => {
  it.each(["Name", "first_name", "1st", "名称", "__proto__", ""])("refuses the name %j", (name) => {
    expect(() => readShape(Object.fromEntries([[name, date()]]), "The record,")).toThrow(
      `The record, field "${name}" needs a camelCase name of letters and digits.`,
    );
  });
  it("keeps names that objects inherit apart from what they inherit", () => {
    const fields = readShape({ toString: date(), hasOwnProperty: text(3) }, "The record,");
    expect(Object.keys(fields)).toEqual(["toString", "hasOwnProperty"]);
  });
});

describe("isScalar", () => {
  it("tells plain values from groups, lists and unions", () => {
    expect([text(), money(), ref("a/b"), z.boolean()].every((schema) => isScalar(read(schema)))).toBe(true);
    expect([list(date()), group({ on: date() })].some((schema) => isScalar(read(schema)))).toBe(false);
  });
});
