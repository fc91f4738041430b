import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineDeadline } from "./deadline.js";
import { date, decimal, group, list, money, party, ref, text } from "./field.js";
import { defineLedger } from "./ledger.js";
import { defineLifecycle } from "./lifecycle.js";
import { history, many, one } from "./need.js";
import { defineOperation } from "./operation.js";
import { defineParameter } from "./parameter.js";
import { defineQuery } from "./query.js";
import { defineRecord } from "./record.js";
import { defineRefusal } from "./refusal.js";
import { defineRole, may } from "./role.js";
import { defineRule } from "./rule.js";
import { sentence } from "./sentence.test-pack.js";

// `as never` where the types would say it: authors without types get the same answers
const shop = defineRecord("trade/shop", {
  fields: { name: text(80), ownedById: party("owner"), note: text(9).optional() },
  states: ["open", "shut"],
});
const sale = defineRecord("trade/sale", {
  fields: { shopId: ref("trade/shop"), couponId: ref("trade/coupon").optional(), price: money(), on: date() },
});
const log = defineRecord("trade/log", { fields: { saleId: ref("trade/sale") }, appendOnly: true });
const record =
  (def: object, name = "trade/x") =>
  () =>
    defineRecord(name, { fields: { on: date(), price: money() }, ...def } as never);
const transition =
  (def: object, name = "close", of: unknown = shop) =>
  () =>
    defineLifecycle(of as never, ((t: (def: unknown) => unknown) => ({ [name]: t({ from: "open", ...def }) })) as never);
const parameter =
  (values: unknown, name = "trade/limit") =>
  () =>
    defineParameter(name, { schema: z.int(), values: values as never });
const deadline = (def: object) => () => defineDeadline("trade/late", shop, { runsIn: ["open"], within: () => undefined, ...def } as never);
const role = (grant: object) => () => defineRole("trade/clerk", [{ ...may.read(sale, "all"), ...grant } as never]);

describe("defineRecord", () => {
  it.each([
    [
      record({}, "Trade/X"),
      'The record "Trade/X" needs a name such as "insurance/premium-receipt": small letters and hyphens, no digits because ids begin with it, at most 63 characters.',
    ],
    [
      record({}, "trade/x1"),
      'The record "trade/x1" needs a name such as "insurance/premium-receipt": small letters and hyphens, no digits because ids begin with it, at most 63 characters.',
    ],
    [
      record({}, "policy"),
      'The record "policy" needs a name such as "insurance/premium-receipt": small letters and hyphens, no digits because ids begin with it, at most 63 characters.',
    ],
    [record({ fields: { a: text(0) } }), 'The record "trade/x", field "a" needs a whole number of characters, at least 1, as in text(80).'],
    [
      record({ fields: { a: text(1.5) } }),
      'The record "trade/x", field "a" needs a whole number of characters, at least 1, as in text(80).',
    ],
    [
      record({ fields: { a: text(-1).optional() } }),
      'The record "trade/x", field "a" needs a whole number of characters, at least 1, as in text(80).',
    ],
    [
      record({ fields: { a: list(date(), 0) } }),
      'The record "trade/x", field "a" needs a whole number of items, at least 1, as in list(item, 20).',
    ],
    ...[0, 21, 1.5].map((scale): [() => unknown, string] => [
      record({ fields: { a: decimal(scale) } }),
      'The record "trade/x", field "a" needs a whole number of digits after the point, from 1 to 20, as in decimal(2).',
    ]),
    [
      record({ fields: { a: ref("Policy") } }),
      'The record "trade/x", field "a" points at "Policy", which is no name of a record; write it as in ref("insurance/policy").',
    ],
    [
      record({ fields: { a: (ref as () => never)() } }),
      'The record "trade/x", field "a" points at "undefined", which is no name of a record; write it as in ref("insurance/policy").',
    ],
    [
      record({ fields: { a: (party as () => never)() } }),
      'The record "trade/x", field "a" needs a camelCase role, as in party("holder"), and has "undefined".',
    ],
    [
      record({ fields: { a: list(group({})) } }),
      'The record "trade/x", field "a" in each item is a group without fields; name at least one, or leave it out.',
    ],
    [record({ fields: { a: party("") } }), 'The record "trade/x", field "a" needs a camelCase role, as in party("holder"), and has "".'],
    [record({ states: [] }), 'The record "trade/x" needs at least one state.'],
    [record({ states: ["In force"] }), 'The record "trade/x", state "In force", needs a camelCase name other than "origin".'],
    [record({ states: ["origin"] }), 'The record "trade/x", state "origin", needs a camelCase name other than "origin".'],
    [record({ states: ["a", "a"] }), 'The record "trade/x" names a state twice.'],
    [record({ states: ["a"], initial: ["b"] }), 'The record "trade/x" speaks of the state "b", which is not among its states (a).'],
    [record({ states: ["a"], initial: [] }), 'The record "trade/x" needs a state in which it may be created.'],
    [record({ unique: [{ by: ["at"] }] }), 'The record "trade/x" speaks of the field "at", which it does not have (on, price).'],
    [
      record({ unique: [{ by: ["on"], whileIn: ["gone"] }] }),
      'The record "trade/x" speaks of the state "gone", which is not among its states (active).',
    ],
    [record({ unique: [{ by: [] }] }), 'The record "trade/x" has a key without fields.'],
    [record({ unique: [{ by: ["price"] }] }), 'The record "trade/x", field "price", cannot be part of a key; only plain values can.'],
    [record({ indexed: [{ by: ["at"] }] }), 'The record "trade/x" speaks of the field "at", which it does not have (on, price).'],
    [
      record({ indexed: [{ by: ["on"], whileIn: ["gone"] }] }),
      'The record "trade/x" speaks of the state "gone", which is not among its states (active).',
    ],
    [record({ indexed: [{ by: [] }] }), 'The record "trade/x" has a key without fields.'],
    [record({ indexed: [{ by: ["price"] }] }), 'The record "trade/x", field "price", cannot be part of a key; only plain values can.'],
    [
      record({ noOverlap: { by: ["on"], from: "on", until: "price" } }),
      'The record "trade/x", field "price", must be a date, because noOverlap counts days.',
    ],
    [record({ managed: ["constructor"] }), 'The record "trade/x" speaks of the field "constructor", which it does not have (on, price).'],
    [
      record({ fields: { ownerId: text() } }),
      'The record "trade/x", field "ownerId", has the name of something that every record has; choose another.',
    ],
    [
      record({ fields: { or: text() } }),
      'The record "trade/x", field "or", has the name of something that every record has; choose another.',
    ],
  ])("refuses a wrong record, case %#", (define, message) => expect(sentence(define)).toBe(message));
});

describe("defineLifecycle", () => {
  const place = 'The transition "trade/shop#close"';
  it.each([
    [transition({}, "Close"), 'The transition "trade/shop#Close" needs a camelCase name other than "kind".'],
    [transition({}, "kind"), 'The transition "trade/shop#kind" needs a camelCase name other than "kind".'],
    [
      transition({ from: "active" }, "close", log),
      'The transition "trade/log#close" belongs to "trade/log", which is appendOnly: it never changes.',
    ],
    [transition({ from: "gone" }), `${place} speaks of the state "gone", which "trade/shop" does not have (open, shut).`],
    [transition({ to: "gone" }), `${place} speaks of the state "gone", which "trade/shop" does not have (open, shut).`],
    [transition({ from: [] }), `${place} needs a state to start from.`],
    [transition({ to: [], choose: () => "shut" }), `${place} needs a state to go to.`],
    [transition({ to: ["open", "shut"] }), `${place} goes to one of several states, but has no \`choose\`.`],
    [transition({ to: "shut", choose: () => "shut" }), `${place} chooses, but \`to\` does not list the states to choose from.`],
    [transition({ due: () => undefined, when: () => true }), `${place} has both \`due\` and \`when\`; make two transitions of it.`],
    [transition({ due: () => undefined, input: { on: date() } }), `${place} happens by itself and can take no input.`],
    [
      transition({ input: { why: z.string() } }),
      `${place}, input, field "why" is text without a bound; say how long it may be, as in text(80).`,
    ],
    [
      transition({ needs: { sale: one(sale, "input.saleId") } }),
      `${place}, need "sale", starts at "input.saleId", which is no reference of "trade/shop" and not in its input.`,
    ],
    [
      transition({ needs: { sale: one(sale, "constructor") } }),
      `${place}, need "sale", starts at "constructor", which is no reference of "trade/shop".`,
    ],
    [
      transition({ needs: { sale: one(sale, "ownedById") } }),
      `${place}, need "sale", goes over "ownedById" to "trade/sale", but that points at "customer".`,
    ],
    [
      transition({ needs: { stays: history(sale, "id") } }),
      `${place}, need "stays", goes over "id" to "trade/sale", but that points at "trade/shop".`,
    ],
    [
      transition({ needs: { logs: many(log, "saleId") } }),
      `${place}, need "logs", goes over "saleId" to "trade/shop", but that points at "trade/sale".`,
    ],
    [
      transition({ needs: { logs: many(log, "saleId", { of: one(sale, "shopId") as never }) } }),
      `${place}, need "logs", starts at "shopId", which is no reference of "trade/shop".`,
    ],
  ])("refuses a wrong transition, case %#", (define, message) => expect(sentence(define)).toBe(message));
  it("takes a transition with an empty input for one without", () => {
    expect(defineLifecycle(shop, (t) => ({ close: t({ from: "open", to: "shut", input: {} }) })).close).not.toHaveProperty("input");
  });
});

describe("defineRule, defineDeadline, defineLedger", () => {
  const couponOfSale = { coupon: one(defineRecord("trade/coupon", { fields: { code: text(9) } }), "couponId") };
  it.each([
    [
      () => defineRule("Rule", sale, { check: () => undefined }),
      'The rule "Rule" needs a name such as "insurance/pay-premium": small letters, digits and hyphens, beginning with a letter, after the pack and a slash.',
    ],
    [
      () => defineRule("trade/r", sale, { needs: couponOfSale as never, check: () => undefined }),
      'The rule "trade/r", need "coupon", goes over "couponId", which may be empty; use oneOrNone.',
    ],
    [
      () => defineLedger(shop, { needs: couponOfSale as never, entries: () => [] }),
      'The ledger of "trade/shop", need "coupon", starts at "couponId", which is no reference of "trade/shop".',
    ],
    [
      deadline({ runsIn: ["gone"] }),
      'The deadline "trade/late" speaks of the state "gone", which "trade/shop" does not have (open, shut).',
    ],
    [
      deadline({ pausesIn: ["gone"] }),
      'The deadline "trade/late" speaks of the state "gone", which "trade/shop" does not have (open, shut).',
    ],
    [deadline({ runsIn: [] }), 'The deadline "trade/late" needs a state in which it runs.'],
    [deadline({ pausesIn: ["open"] }), 'The deadline "trade/late" both runs and pauses in "open".'],
    [deadline({ warn: ["3 days"] }), 'The deadline "trade/late" warns "3 days" before, which is no ISO 8601 duration such as "P3D".'],
    [deadline({ warn: ["P"] }), 'The deadline "trade/late" warns "P" before, which is no ISO 8601 duration such as "P3D".'],
    [
      deadline({ needs: { shop: one(shop, "shopId") } }),
      'The deadline "trade/late", need "shop", starts at "shopId", which is no reference of "trade/shop".',
    ],
  ])("refuses a wrong one, case %#", (define, message) => expect(sentence(define)).toBe(message));
});

describe("defineParameter", () => {
  const value = { from: "2020-01-01", value: 1, source: "house rule", verified: false };
  it.each([
    [
      parameter([value], "limit"),
      'The parameter "limit" needs a name such as "insurance/grace-days": small letters, digits and hyphens, beginning with a letter, after the pack and a slash.',
    ],
    [parameter([]), 'The parameter "trade/limit" needs at least one value with its source.'],
    [parameter([{ ...value, from: "2021-02-29" }]), 'The parameter "trade/limit", value from "2021-02-29", needs a date YYYY-MM-DD.'],
    [parameter([{ ...value, source: " " }]), 'The parameter "trade/limit", value from 2020-01-01, needs its source.'],
    [parameter([value, { ...value, value: 2 }]), 'The parameter "trade/limit" has two values from 2020-01-01 for everywhere.'],
    [
      parameter([{ ...value, jurisdiction: "CN" }, value, { ...value, jurisdiction: "CN" }]),
      'The parameter "trade/limit" has two values from 2020-01-01 for CN.',
    ],
  ])("refuses a wrong parameter, case %#", (define, message) => expect(sentence(define)).toBe(message));
});

describe("defineRefusal, defineOperation, defineQuery, defineRole", () => {
  const act = { input: {}, output: z.int(), run: async () => 1 };
  it.each([
    [
      () => defineRefusal("too-dear", "No."),
      'The refusal "too-dear" needs a code such as "insurance/not-covered": small letters, digits and hyphens, beginning with a letter, after the pack and a slash.',
    ],
    [() => defineRefusal("trade/too-dear", "too dear"), 'The refusal "trade/too-dear" needs a whole sentence that ends with a full stop.'],
    [
      () => defineRefusal("trade/too-dear", "It was due on {due on}."),
      'The refusal "trade/too-dear" has a brace that is no blank; a blank is one word, as in {dueOn}.',
    ],
    [
      () => defineOperation("trade/Sell", act),
      'The operation "trade/Sell" needs a name such as "insurance/pay-premium": small letters, digits and hyphens, beginning with a letter, after the pack and a slash.',
    ],
    [
      () => defineOperation("trade/sell", { ...act, input: { by: z.date() } }),
      'The operation "trade/sell", input, field "by" is a zod "date", which cannot be kept; use text, numbers, booleans, dates, choices, money, references, groups or lists.',
    ],
    [
      () => defineQuery("trade/top", { ...act, input: { first_name: text() } }),
      'The query "trade/top", input, field "first_name" needs a camelCase name of letters and digits.',
    ],
    [
      () => defineRole("clerk!", []),
      'The role "clerk!" needs a name such as "insurance/pay-premium": small letters, digits and hyphens, beginning with a letter, after the pack and a slash.',
    ],
    [role({ hide: ["prize"] }), 'The role "trade/clerk" hides the field "prize", which "trade/sale" does not have or cannot hide.'],
    [role({ hide: ["id"] }), 'The role "trade/clerk" hides the field "id", which "trade/sale" does not have or cannot hide.'],
    [
      role({ reach: { self: "shopId" } }),
      'The role "trade/clerk" reaches "trade/sale" over "shopId", which is no customer but "trade/shop".',
    ],
    [
      role({ reach: { through: "toString" } }),
      'The role "trade/clerk" reaches "trade/sale" over "toString", which is no reference of "trade/sale".',
    ],
  ])("refuses a wrong one, case %#", (define, message) => expect(sentence(define)).toBe(message));
  it("names the place of a problem for programs, too", () => {
    const people = list(group({ born: z.date() }), 3);
    expect(() => defineRecord("trade/x", { fields: { people } as never })).toThrow(
      expect.objectContaining({
        details: {
          place: 'The record "trade/x", field "people" in each item, field "born"',
          problem: expect.stringContaining('zod "date"'),
        },
      }),
    );
  });
});

describe("what nothing could ever fit, or nobody could mean", () => {
  it.each([
    ...[
      [z.int().min(5).max(1), "from 5 to 1"],
      [z.number().gt(3).max(3), "from 3 to 3"],
      [z.string().min(9).max(5), "from 9 to 5 characters"],
      [list(date(), 2).min(3), "from 3 to 2 items"],
    ].map(([a, range]): [() => unknown, string] => [
      record({ fields: { a } }),
      `The record "trade/x", field "a" takes nothing: ${range} there is none.`,
    ]),
    ...["unique", "indexed"].flatMap((kind): [() => unknown, string][] => [
      [
        record({ [kind]: [{ by: ["on"], whileIn: [] }] }),
        'The record "trade/x" has a key (on) that holds in no state; name states in whileIn, or leave it out.',
      ],
      [record({ [kind]: [{ by: ["on", "on"] }] }), 'The record "trade/x" names a field twice in a key (on, on).'],
      [record({ [kind]: [{ by: ["on"] }, { by: ["on"], whileIn: ["active"] }] }), 'The record "trade/x" has the same key twice (on).'],
    ]),
  ])("is refused, case %#", (define, message) => expect(sentence(define)).toBe(message));
  it("leaves what does fit", () => {
    const fields = { a: z.int().min(5).max(5), b: z.string().length(3), c: list(date(), 2).length(2), on: date(), at: date() };
    const unique = [{ by: ["on"] }, { by: ["on", "at"] }];
    expect(sentence(record({ fields, unique, indexed: [{ by: ["on"] }] }))).toBe("accepted");
  });
});

describe("authors without types", () => {
  const nothing = undefined as never;
  const check = () => undefined;
  const needing = (need: unknown) => ({ needs: { a: need } as never, check });
  const noGrant = (grants: unknown) => () => defineRole("trade/clerk", grants as never);
  it.each([
    [() => may.call(nothing), "may.call(…) needs an operation or a query; check its name and the import."],
    [() => may.call(shop as never), "may.call(…) needs an operation or a query; check its name and the import."],
    [() => may.read(nothing, "all"), "may.read(…) needs a record; check its name and the import."],
    [() => may.create(nothing), "may.create(…) needs a record; check its name and the import."],
    [() => may.assign(nothing, "all"), "may.assign(…) needs a record; check its name and the import."],
    [() => may.apply(nothing, "all"), "may.apply(…) needs a transition; check its name and the import."],
    [
      noGrant([may.create(sale), undefined]),
      'The role "trade/clerk", grant 2, is no grant; make it with may.read(…), may.call(…) and the like.',
    ],
    [noGrant(undefined), 'The role "trade/clerk" needs a list of grants, as in [may.read(customer, "own")].'],
    [
      () => defineLifecycle(shop, () => ({ go: { from: "open", to: "shut" } }) as never),
      'The transition "trade/shop#go" is no transition; make it with t({ from, to }).',
    ],
    [() => defineLifecycle(nothing, () => ({})), "A lifecycle needs a record; check its name and the import."],
    [() => defineRule("trade/r", nothing, { check }), 'The rule "trade/r" needs a record; check its name and the import.'],
    ...[undefined, 5, shop].map((need): [() => unknown, string] => [
      () => defineRule("trade/r", sale, needing(need)),
      'The rule "trade/r", need "a", is no need; make it with one(…), many(…), totals(…) and the like.',
    ]),
    [
      () => defineRule("trade/r", sale, needing(one(nothing, "shopId"))),
      'The rule "trade/r", need "a", needs a record; check its name and the import.',
    ],
    [
      () => defineRule("trade/r", sale, needing(many(log, "saleId", one(sale, "id") as never))),
      'The need many("trade/log", "saleId") takes another need as { of: need }.',
    ],
    [() => defineRule("trade/r", sale, {} as never), 'The rule "trade/r" needs the function `check`.'],
    [() => defineOperation("trade/sell", { input: {}, output: z.int() } as never), 'The operation "trade/sell" needs the function `run`.'],
    [() => defineQuery("trade/top", { input: {}, output: z.int() } as never), 'The query "trade/top" needs the function `run`.'],
    [deadline({ within: undefined }), 'The deadline "trade/late" needs the function `within`.'],
    [() => defineLedger(sale, {} as never), 'The ledger of "trade/sale" needs the function `entries`.'],
    [transition({ from: undefined, to: "shut" }), 'The transition "trade/shop#close" needs a state to start from.'],
    [
      record({ fields: { a: group({ b: z.date() as never }) } }),
      'The record "trade/x", field "a", field "b" is a zod "date", which cannot be kept; use text, numbers, booleans, dates, choices, money, references, groups or lists.',
    ],
    [
      record({ fields: { a: list(text(0), 3) } }),
      'The record "trade/x", field "a" in each item needs a whole number of characters, at least 1, as in text(80).',
    ],
  ])("get a sentence with the place, case %#", (define, message) => expect(sentence(define)).toBe(message));
  it("may call definitions and refusals alike with digits", () => {
    expect(defineRule("trade/rule2", sale, { check }).name).toBe("trade/rule2");
    expect(defineRefusal("trade/over-30-days", "No.").code).toBe("trade/over-30-days");
    for (const name of ["trade/2nd", "trade/a_b", "trade/", "/a", "a/b/c"]) {
      expect(sentence(() => defineRule(name, sale, { check }))).toContain("small letters, digits and hyphens, beginning with a letter");
      expect(sentence(() => defineRefusal(name, "No."))).toContain("small letters, digits and hyphens, beginning with a letter");
    }
  });
});
