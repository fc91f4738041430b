import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditCodeAlphabet } from "./check-digits.js";
import { checkDocument } from "./check-document.js";
import { normaliseDocument } from "./normalise-document.js";
import { checkResidentId, makeResidentId } from "./resident-id.js";
import { checkUnifiedSocialCreditCode, makeUnifiedSocialCreditCode } from "./unified-social-credit-code.js";

const on = "2026-11-22";
const provinces = ["11", "21", "31", "33", "37", "44", "46", "50", "54", "65", "71", "81", "82", "83"];
const text = (alphabet: string, length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((characters) => characters.join(""));
const birthOn = fc
  .date({ min: new Date("1900-01-01"), max: new Date(on), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const residentIds = fc
  .record({
    area: fc.tuple(fc.constantFrom(...provinces), text("0123456789", 4)).map((parts) => parts.join("")),
    birthOn,
    sequence: fc.nat(999),
  })
  .map(makeResidentId);
const creditCodes = fc
  .record({
    authority: fc.constantFrom("1", "5", "9", "A", "N", "Y"),
    category: fc.constantFrom("1", "2", "3", "9"),
    area: fc.tuple(fc.constantFrom(...provinces), text("0123456789", 4)).map((parts) => parts.join("")),
    organisation: text(creditCodeAlphabet, 9),
  })
  .map(makeUnifiedSocialCreditCode);

/** Every text that differs in one character. */
const changes = (value: string, alphabet: string): string[] =>
  [...value].flatMap((was, at) =>
    [...alphabet].filter((character) => character !== was).map((character) => value.slice(0, at) + character + value.slice(at + 1)),
  );

const kinds = [
  ["residentId", residentIds],
  ["unifiedSocialCreditCode", creditCodes],
] as const;

describe.each(kinds)("checkDocument of a %s", (kind, values) => {
  it("takes 20,000 valid ones", () => {
    for (const value of fc.sample(values, { numRuns: 20_000, seed: 1 })) {
      const result = checkDocument(kind, value, { on });
      if (!result.ok) expect([value, result]).toEqual([value, { ok: true, value }]);
    }
  });

  it("refuses every change of a single character", () => {
    fc.assert(
      fc.property(values, (value) =>
        changes(value, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*").every((changed) => !checkDocument(kind, changed, { on }).ok),
      ),
      { numRuns: 1000 },
    );
  });

  it("refuses a character too few or too many", () => {
    fc.assert(
      fc.property(values, fc.nat(17), (value, at) => {
        expect(checkDocument(kind, value.slice(0, at) + value.slice(at + 1), { on })).toMatchObject({ code: "core/document-length" });
        expect(checkDocument(kind, `${value.slice(0, at)}0${value.slice(at)}`, { on })).toMatchObject({ code: "core/document-length" });
      }),
    );
  });

  it("gives one value for every writing", () => {
    const noise = fc.array(fc.constantFrom("", " ", "-", "\u200b", "\u202e", "　", "\u00a0"), { minLength: 18, maxLength: 18 });
    fc.assert(
      fc.property(values, noise, fc.boolean(), (value, between, wide) => {
        const noisy = [...value].map((character, at) => character.toLowerCase() + between[at]).join("");
        const written = wide ? noisy.replace(/[!-~]/g, (found) => String.fromCharCode(found.charCodeAt(0) + 0xfee0)) : noisy;
        expect(checkDocument(kind, written, { on })).toEqual({ ok: true, value });
      }),
    );
  });
});

describe("checkResidentId", () => {
  it("reads the example of GB 11643", () => {
    const result = { ok: true, value: "11010519491231002X", area: "110105", birthOn: "1949-12-31", sex: "female" };
    expect(checkResidentId("11010519491231002x", { on })).toEqual(result);
    expect(checkResidentId("440524188001010014", { on })).toMatchObject({ code: "core/document-birth-date" });
  });

  const withDate = (digits: string): string => {
    const all = [..."0123456789X"].map((check) => `110105${digits}123${check}`);
    return all.find((value) => checkResidentId(value, { on: "9999-12-31" }).ok) ?? all[0] ?? "";
  };
  it.each(["20230229", "19000229", "21000229", "20261123", "20990101", "18991231", "20230001", "20231301", "20230431", "20230100"])(
    "refuses a birth on %s",
    (date) => {
      expect(checkResidentId(withDate(date), { on })).toMatchObject({ ok: false, code: "core/document-birth-date" });
    },
  );

  it.each(["20240229", "20000229", "20261122", "19000101"])("takes a birth on %s", (date) => {
    expect(checkResidentId(withDate(date), { on }).ok).toBe(true);
  });

  it.each(["000000", "100000", "010105", "990105", "840000"])("refuses the area %s", (area) => {
    expect(checkResidentId(makeResidentId({ area, birthOn: "1990-01-01", sequence: 1 }), { on })).toMatchObject({
      code: "core/document-area",
    });
  });

  it("tells men and women apart", () => {
    expect(checkResidentId(makeResidentId({ area: "110105", birthOn: "1990-01-01", sequence: 7 }), { on })).toMatchObject({ sex: "male" });
  });

  it("refuses the old 15 digits, other characters and nothing", () => {
    expect(checkResidentId("110105491231002", { on })).toMatchObject({ code: "core/document-length" });
    expect(checkResidentId("1101051949123100XX", { on })).toMatchObject({ code: "core/document-characters" });
    expect(checkResidentId("​ ", { on })).toMatchObject({ code: "core/document-empty" });
  });

  it("refuses a day of checking that does not exist", () => {
    expect(() => checkResidentId("11010519491231002X", { on: "2026-02-29" })).toThrow(
      expect.objectContaining({ code: "core/date-invalid" }),
    );
  });
});

describe("checkUnifiedSocialCreditCode", () => {
  it("reads published codes", () => {
    expect(checkUnifiedSocialCreditCode("91350100M000100Y43")).toMatchObject({
      ok: true,
      authority: "9",
      category: "1",
      area: "350100",
      organisation: "M000100Y4",
    });
    expect(checkUnifiedSocialCreditCode("9144030071526726XG").ok).toBe(true);
  });

  it("takes the codes that end in 0, about one in 31", () => {
    const ending = fc.sample(creditCodes, { numRuns: 20_000, seed: 2 }).filter((value) => value.endsWith("0"));
    expect(ending.length).toBeGreaterThan(500);
    expect(ending.every((value) => checkUnifiedSocialCreditCode(value).ok)).toBe(true);
  });

  it.each([
    ["I", "91110000I00010RY43", "core/document-characters"],
    ["a letter in the area", "9111000A0000100Y43", "core/document-characters"],
    ["no area", makeUnifiedSocialCreditCode({ area: "000000", organisation: "MA001234X" }), "core/document-area"],
    ["another check digit", "91350100M000100Y44", "core/document-check-digit"],
    ["nothing", "", "core/document-empty"],
  ])("refuses %s", (_, value, code) => {
    expect(checkUnifiedSocialCreditCode(value)).toMatchObject({ ok: false, code });
  });
});

describe("checkDocument", () => {
  it("takes passports and others in their form only", () => {
    expect(checkDocument("passport", "ea 1234567", { on })).toEqual({ ok: true, value: "EA1234567" });
    expect(checkDocument("other", "京字第 1234 号", { on })).toEqual({ ok: true, value: "京字第1234号" });
    expect(checkDocument("passport", "E1*", { on })).toMatchObject({ code: "core/document-characters" });
    expect(checkDocument("other", "", { on })).toMatchObject({ code: "core/document-empty" });
    expect(checkDocument("other", "x".repeat(129), { on })).toMatchObject({ code: "core/document-length" });
  });
});

describe("normaliseDocument", () => {
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => normaliseDocument(normaliseDocument(value)) === normaliseDocument(value)),
    );
  });
});

describe("makeResidentId and makeUnifiedSocialCreditCode", () => {
  it("refuse parts that make no number", () => {
    const invalid = expect.objectContaining({ code: "core/document-part-invalid" });
    expect(() => makeResidentId({ area: "1101", birthOn: "1990-01-01", sequence: 1 })).toThrow(invalid);
    expect(() => makeResidentId({ area: "110105", birthOn: "2023-02-29", sequence: 1 })).toThrow(invalid);
    expect(() => makeResidentId({ area: "110105", birthOn: "1990-01-01", sequence: 1000 })).toThrow(invalid);
    expect(() => makeUnifiedSocialCreditCode({ area: "110105", organisation: "MA00IO12X" })).toThrow(invalid);
  });
});
