import type { Customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { aClaim, aCustomer, aPolicy, aReceipt, yuan } from "../../test/moments.js";
import type { Claim } from "../claim/claim.js";
import { bordereauCsv, claimBordereau, premiumBordereau } from "./bordereau.js";
import { eventsOf, foldLine, icalendar } from "./icalendar.js";
import { vcard } from "./vcard.js";

describe("premiumBordereau and claimBordereau", () => {
  it("give a heading and a row for each", () => {
    const rows = premiumBordereau([
      { policy: aPolicy({ policyNumber: "=1+1" }), receipt: aReceipt({ state: "reversed", reversedOn: "2025-04-02" }), productCode: "L1" },
    ]);
    // it came, and it went back
    expect(rows.slice(1)).toEqual([
      ["'=1+1", "L1", "2024-03-01", "R1", "2025-03-01", "2025-03-01", "2026-03-01", "100000", "CNY"],
      ["'=1+1", "L1", "2024-03-01", "R1", "2025-04-02", "2025-03-01", "2026-03-01", "-100000", "CNY"],
    ]);
    expect(rows[0]).toHaveLength(9);
    expect(premiumBordereau([])).toHaveLength(1);
  });

  it("tell nothing of what happened", () => {
    const of = (changes: Partial<Claim>, paidBeforeMinor = 0) =>
      claimBordereau([{ policy: aPolicy(), claim: aClaim({ approvedAmount: yuan(5), ...changes }), paidBeforeMinor, reserveMinor: 700 }]);
    const rows = of({});
    expect(rows[1]).toEqual(["P1-C1", "P1", "2026-02-01", "2026-02-10", "registered", "500", "0", "700", "CNY"]);
    // two yuan in advance, three at the end
    expect(of({ state: "paid", paidAmount: yuan(3) }, 200)[1]?.slice(4, 7)).toEqual(["paid", "500", "500"]);
    expect(rows.flat().join()).not.toContain("A fall");
  });
});

describe("bordereauCsv", () => {
  it("quotes what would end a cell, and ends each line", () => {
    expect(
      bordereauCsv([
        ["a", 'b"c'],
        ["d,e", "f\r\ng"],
        ["", "王"],
      ]),
    ).toBe('a,"b""c"\r\n"d,e","f\r\ng"\r\n,王\r\n');
  });
});

describe("vcard", () => {
  it("tells who a party is and how to reach it, and no number of a document", () => {
    const holder: Customer = {
      ...aCustomer("customer_1"),
      displayName: "王芳; Fang",
      birthOn: "1990-02-01",
      language: "zh-CN",
      contactPoints: [
        { kind: "phone", value: "+8613800138000", source: "desk" },
        { kind: "email", value: "fang@example.com", source: "desk", validUntil: "2025-12-31" },
        { kind: "address", value: "Nanjing Road 1, Shanghai", source: "desk" },
        { kind: "web", value: "https://example.com/a,b", source: "desk" },
      ],
      identifiers: [{ kind: "passport", value: "E1234", source: "desk" }],
    };
    expect(vcard(holder, { on: "2026-01-01" }).split("\r\n")).toEqual([
      "BEGIN:VCARD",
      "VERSION:4.0",
      "UID:customer_1",
      "KIND:individual",
      "FN:王芳\\; Fang",
      "BDAY:19900201",
      "LANG:zh-CN",
      "TEL;VALUE=text:+8613800138000",
      "ADR:;;Nanjing Road 1\\, Shanghai;;;;",
      "URL:https://example.com/a,b",
      "END:VCARD",
      "",
    ]);
    const company = { ...aCustomer("customer_2", "organization"), displayName: "Acme" };
    expect(vcard(company, { on: "2026-01-01" })).toContain("KIND:org\r\nFN:Acme\r\nEND:VCARD");
  });
});

describe("icalendar", () => {
  const say = (kind: string, number: string) => `${kind} ${number}`;

  it("has an event of a whole day for what is to come", () => {
    const events = eventsOf({ policyNumber: "P1", dueOn: "2026-02-28", graceEndsOn: "2026-04-29", expiresOn: undefined }, say);
    expect(events.map(({ uid }) => uid)).toEqual(["due-P1-2026-02-28@kehu", "graceEnds-P1-2026-04-29@kehu"]);
    expect(icalendar(events.slice(0, 1), { now: "2026-02-01T04:00:00.000Z" }).split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Kehu//insurance//EN",
      "BEGIN:VEVENT",
      "UID:due-P1-2026-02-28@kehu",
      "DTSTAMP:20260201T040000Z",
      "DTSTART;VALUE=DATE:20260228",
      "DTEND;VALUE=DATE:20260301",
      "SUMMARY:due P1",
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  it("folds at 75 octets and never inside a letter", () => {
    const lines = foldLine(`SUMMARY:${"保".repeat(60)}`).split("\r\n");
    expect(lines.every((line) => new TextEncoder().encode(line).length <= 75)).toBe(true);
    expect(lines.map((line, index) => (index === 0 ? line : line.slice(1))).join("")).toBe(`SUMMARY:${"保".repeat(60)}`);
    expect(foldLine("x".repeat(75))).toHaveLength(75);
    expect(foldLine("x".repeat(76))).toHaveLength(79);
  });

  it("escapes what would end a value", () => {
    const text = icalendar([{ uid: "u", on: "2026-02-28", summary: "a,b;c\\d\ne" }], { now: "2026-02-01T04:00:00.000Z" });
    expect(text).toContain("SUMMARY:a\\,b\\;c\\\\d\\ne\r\n");
  });
});
