import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Phone, parsePhone, phoneKey } from "./parse-phone.js";

const mobile: Phone = { e164: "+8613800138000", kind: "mobile", country: "CN", key: "+8613800138000" };
const fixed: Phone = { e164: "+861088886666", kind: "fixed", country: "CN", key: "+861088886666" };
// 10 is Beijing, and 106… the beginning of SMS senders too
const beijing: Phone = { e164: "+861065529988", kind: "fixed", country: "CN", key: "+861065529988" };
const service = (serviceNumber: string): Phone => ({ serviceNumber, kind: "service", country: "CN", key: `CN:${serviceNumber}` });

describe("parsePhone", () => {
  it.each<[string, Phone]>([
    ["13800138000", mobile],
    ["138-0013-8000", mobile],
    ["+86 138 0013 8000", mobile],
    ["(+86)13800138000", mobile],
    ["8613800138000", mobile],
    ["0086 13800138000", mobile],
    ["013800138000", mobile],
    ["１３８００１３８０００", mobile],
    ["\u202a\u200e+86 138 0013 8000\u202c", mobile],
    ["138\u200b0013\u200b8000\ufeff", mobile],
    ["tel:+86-138-0013-8000", mobile],
    ["19212345678", { e164: "+8619212345678", kind: "mobile", country: "CN", key: "+8619212345678" }],
    ["17012345678", { e164: "+8617012345678", kind: "mobile", country: "CN", key: "+8617012345678" }],
    ["010-88886666", fixed],
    ["（010）8888 6666", fixed],
    ["+86 (0)10 8888 6666", fixed],
    ["+86 10 6552 9988", beijing],
    ["010-65529988", beijing],
    ["1065529988", beijing],
    ["010-88886666转8", { ...fixed, extension: "8" }],
    ["010-88886666 转 8001", { ...fixed, extension: "8001" }],
    ["010-88886666轉８", { ...fixed, extension: "8" }],
    ["01088886666转分机123", { ...fixed, extension: "123" }],
    ["010-88886666 分机：12", { ...fixed, extension: "12" }],
    ["010-88886666 分机号 12", { ...fixed, extension: "12" }],
    ["010-88886666 内线 12", { ...fixed, extension: "12" }],
    ["(010) 8888 6666 ext. 12", { ...fixed, extension: "12" }],
    ["(010) 8888 6666 Extension 12", { ...fixed, extension: "12" }],
    ["010-88886666x12", { ...fixed, extension: "12" }],
    ["010-88886666#0", { ...fixed, extension: "0" }],
    ["010-88886666-8", { ...fixed, extension: "8" }],
    ["tel:+86-10-88886666;ext=3", { ...fixed, extension: "3" }],
    ["95588", service("95588")],
    ["９５５８８", service("95588")],
    ["+86 95588", service("95588")],
    ["95588转0", { ...service("95588"), extension: "0" }],
    ["951888", service("951888")],
    ["95105105", service("95105105")],
    ["400-812-3123", service("4008123123")],
    ["+86 400 812 3123", service("4008123123")],
    ["400-812-3123 转 6", { ...service("4008123123"), extension: "6" }],
    ["800-810-1234", service("8008101234")],
    ["12315", service("12315")],
    ["10086", service("10086")],
    ["116114", service("116114")],
    ["110", service("110")],
    ["021-962288", service("021962288")],
    ["+86 21 962288", service("021962288")],
    ["+86 10 12345", service("01012345")],
    ["106575010000", service("106575010000")],
    ["+1 212-555-0123 #4", { e164: "+12125550123", kind: "fixedOrMobile", country: "US", key: "+12125550123", extension: "4" }],
    ["+44 (0)20 7946 0958", { e164: "+442079460958", kind: "fixed", country: "GB", key: "+442079460958" }],
    ["+852 9123 4567", { e164: "+85291234567", kind: "mobile", country: "HK", key: "+85291234567" }],
    ["+800 1234 5678", { e164: "+80012345678", kind: "service", key: "+80012345678" }],
  ])("reads %j", (text, phone) => {
    expect(parsePhone(text)).toEqual({ ok: true, phone });
  });

  it("reads numbers without a country code as those of the default country", () => {
    expect(phoneKey("(212) 555-0123", { defaultCountry: "US" })).toBe("+12125550123");
    expect(phoneKey("95588", { defaultCountry: "US" })).toBeUndefined();
    expect(phoneKey("+86 95588", { defaultCountry: "US" })).toBe("CN:95588");
  });

  it.each([
    ["", "core/phone-empty"],
    [" \u200b ", "core/phone-empty"],
    ["abc", "core/phone-characters"],
    ["手机 13800138000", "core/phone-characters"],
    ["138001380OO", "core/phone-characters"],
    ["13800138000, 13900139000", "core/phone-characters"],
    ["1380013800", "core/phone-invalid"],
    ["138001380001", "core/phone-invalid"],
    ["12800138000", "core/phone-invalid"],
    ["88886666", "core/phone-invalid"],
    ["13800138000/13900139000", "core/phone-invalid"],
    ["00000000000", "core/phone-invalid"],
    ["+999 123456", "core/phone-invalid"],
    ["5".repeat(81), "core/phone-too-long"],
  ])("refuses %j as %s and does not repeat it", (text, code) => {
    const result = parsePhone(text);
    expect(result).toMatchObject({ ok: false, code });
    if (!result.ok && /\d/.test(text)) expect(result.message).not.toContain(text);
  });

  it("refuses a default country that does not exist", () => {
    expect(parsePhone("13800138000", { defaultCountry: "XX" })).toMatchObject({ ok: false, code: "core/phone-country" });
  });

  it("refuses hostile text within 50 ms", () => {
    const texts = [
      "1".repeat(80),
      "1 ".repeat(40),
      "(".repeat(80),
      "转".repeat(80),
      "1转".repeat(40),
      "1".repeat(100_000),
      "-1".repeat(40),
    ];
    const start = performance.now();
    for (const text of texts) expect(parsePhone(text).ok).toBe(false);
    expect(performance.now() - start).toBeLessThan(50 * texts.length);
  });
});

const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((found) => found.join(""));
const numbers = fc.oneof(
  digits(8).map((rest) => `138${rest}`),
  digits(7).map((rest) => `0108${rest}`),
  digits(7).map((rest) => `0106${rest}`),
  digits(7).map((rest) => `400${rest}`),
  digits(3).map((rest) => `95${rest}`),
  digits(7).map((rest) => `+1212${rest.replace(/^[01]/, "5")}`),
);
const separators = fc.array(fc.constantFrom("", "", "", " ", "-", "\u00a0", "\u200b", "\u202e", "–", "－", "．", "　"), {
  minLength: 20,
  maxLength: 20,
});
const fullWidth = (text: string): string => text.replace(/[!-~]/g, (found) => String.fromCharCode(found.charCodeAt(0) + 0xfee0));

describe("phoneKey", () => {
  it("does not change with separators, invisible characters, full width and extension", () => {
    fc.assert(
      fc.property(
        numbers,
        separators,
        fc.boolean(),
        fc.constantFrom("", "转8", " ext. 12", "x3", " 分机 99"),
        (number, between, wide, extension) => {
          const noisy = [...number]
            .map((digit, index) => (index === 0 ? digit : `${number[0] === "+" && index === 1 ? "" : between[index]}${digit}`))
            .join("");
          expect(phoneKey((wide ? fullWidth(noisy) : noisy) + extension)).toBe(phoneKey(number));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("finds a number again by its E.164 form", () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const result = parsePhone(number);
        if (result.ok && result.phone.e164) expect(phoneKey(result.phone.e164)).toBe(result.phone.key);
      }),
      { numRuns: 2000 },
    );
  });
});
