import { customer } from "@kehu/core";
import { checkResidentId, checkUnifiedSocialCreditCode } from "@kehu/core/documents";
import { parsePhone } from "@kehu/core/phone";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { generateCustomers } from "./customers.js";

const many = generateCustomers({ seed: 1, count: 1000 });
const pointsOf = (kind: string) => many.flatMap((each) => each.contactPoints ?? []).filter((point) => point.kind === kind);
const identifiersOf = (kind: string) =>
  many.flatMap((each) =>
    (each.identifiers ?? [])
      .filter((identifier) => identifier.kind === kind)
      .map((identifier) => ({ ...identifier, birthOn: each.birthOn })),
  );

describe("generateCustomers", () => {
  it("gives what the customer record takes", () => {
    const schema = z.strictObject(customer.fields);
    expect(many.filter((each) => !schema.safeParse(each).success)).toEqual([]);
  });

  it("gives phones that every reading takes, written in many ways", () => {
    const phones = [...pointsOf("phone"), ...pointsOf("fax")].map(({ value }) => value);
    expect(phones.filter((phone) => !parsePhone(phone).ok)).toEqual([]);
    const kinds = new Set(phones.map((phone) => parsePhone(phone)).map((read) => (read.ok ? read.phone.kind : "")));
    expect(kinds).toEqual(new Set(["mobile", "fixed", "fixedOrMobile"]));
    for (const mark of [/^\+86/, /转/, /^0086/, / /, /^[０-９]+$/, /ext\./])
      expect(
        phones.some((phone) => mark.test(phone)),
        String(mark),
      ).toBe(true);
  });

  it("gives documents that can be proved and agree with the birthday", () => {
    const ids = identifiersOf("residentId").map(({ value, birthOn }) => ({ read: checkResidentId(value, { on: "2026-01-01" }), birthOn }));
    expect(ids.length).toBeGreaterThan(700);
    expect(ids.filter(({ read, birthOn }) => !read.ok || read.birthOn !== birthOn)).toEqual([]);
    expect(identifiersOf("unifiedSocialCreditCode").filter(({ value }) => !checkUnifiedSocialCreditCode(value).ok)).toEqual([]);
  });

  it("has people and organizations, Chinese and international names", () => {
    const organizations = many.filter(({ kind }) => kind === "organization").length;
    expect(organizations).toBeGreaterThan(80);
    expect(organizations).toBeLessThan(170);
    expect(many.filter(({ displayName }) => /^\p{Script=Han}/u.test(displayName)).length).toBeGreaterThan(850);
    expect(many.filter(({ displayName }) => /^\p{Script=Latin}/u.test(displayName)).length).toBeGreaterThan(30);
    expect(new Set(many.map(({ displayName }) => displayName)).size).toBeGreaterThan(500);
  });

  it("gives the same ones for the same seed, and the first of many for few", () => {
    expect(generateCustomers({ seed: 1, count: 1000 })).toEqual(many);
    expect(generateCustomers({ seed: 1, count: 10 })).toEqual(many.slice(0, 10));
    expect(generateCustomers({ seed: 2, count: 10 })).not.toEqual(many.slice(0, 10));
  });

  it("refuses a number of customers that is none", () => {
    for (const count of [-1, 1.5, Number.NaN, 2_000_000]) expect(() => generateCustomers({ seed: 1, count })).toThrow(/whole number/);
  });
});

describe("generateCustomers, asked for what it cannot give", () => {
  it.each([-1, 1.5, 1_000_001])("refuses %d customers", (count) => {
    expect(() => generateCustomers({ seed: 1, count })).toThrow(expect.objectContaining({ code: "testing/out-of-range" }));
  });
});
