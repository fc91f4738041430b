import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { channels } from "../interaction/channels.js";
import { check } from "../lifecycle/check.js";
import { type Consent, consentIsDecided, hasConsent } from "./consent.js";

type Line = Pick<Consent, "purpose" | "channel" | "decision" | "decidedAt">;
const on = (day: number): string => `2026-03-${String(day).padStart(2, "0")}T00:00:00.000Z`;
const line = (decision: Line["decision"], day: number, channel: Line["channel"] = "sms", purpose = "offers"): Line => ({
  purpose,
  channel,
  decision,
  decidedAt: on(day),
});
const asked = (lines: readonly Line[], day = 20) => hasConsent(lines, { purpose: "offers", channel: "sms", at: on(day) });

describe("hasConsent", () => {
  it("is not there without a line, for another purpose or for another channel", () => {
    expect(asked([])).toBe(false);
    expect(asked([line("given", 1, "sms", "research"), line("given", 1, "email")])).toBe(false);
  });
  it("goes by the latest line at the instant, in whatever order they come", () => {
    const lines = [line("given", 9), line("withdrawn", 5), line("given", 1)];
    expect([0, 1, 4, 5, 8, 9].map((day) => asked(lines, day))).toEqual([false, true, true, false, false, true]);
  });
  it("lets a withdrawal win over a consent of the same instant", () => {
    expect(asked([line("given", 5), line("withdrawn", 5)])).toBe(false);
    expect(asked([line("withdrawn", 5, "any"), line("given", 5)])).toBe(false);
  });
  it("counts what was said of all channels for each of them", () => {
    expect(asked([line("given", 1, "any")])).toBe(true);
    expect(asked([line("given", 1, "any"), line("withdrawn", 2)])).toBe(false);
    expect(asked([line("given", 1), line("withdrawn", 2, "any")])).toBe(false);
    expect(asked([line("withdrawn", 1, "any"), line("given", 2)])).toBe(true);
  });
  it("ends on every channel with a withdrawal of all, whatever was said before or at the same time", () => {
    const lines = fc.array(
      fc.record({
        purpose: fc.constant("offers"),
        channel: fc.constantFrom(...channels, "any" as const),
        decision: fc.constantFrom("given" as const, "withdrawn" as const),
        decidedAt: fc.integer({ min: 1, max: 9 }).map(on),
      }),
    );
    fc.assert(
      fc.property(lines, fc.constantFrom(...channels), (before, channel) => {
        expect(hasConsent([...before, line("withdrawn", 9, "any")], { purpose: "offers", channel, at: on(9) })).toBe(false);
      }),
    );
  });
  it("compares instants, not how they are written", () => {
    const start = Date.parse("2026-06-01T00:00:00.000Z");
    const written = fc.record({
      seconds: fc.integer({ min: -50_000, max: 50_000 }),
      offset: fc.integer({ min: -840, max: 840 }),
      short: fc.boolean(),
    });
    const at = ({ seconds, offset, short }: { seconds: number; offset: number; short: boolean }): string => {
      const local = new Date(start + seconds * 1000 + offset * 60_000).toISOString().slice(0, short ? 19 : 23);
      const minutes = Math.abs(offset);
      const zone = `${offset < 0 ? "-" : "+"}${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
      return `${local}${offset === 0 ? "Z" : zone}`;
    };
    fc.assert(
      fc.property(written, written, written, (given, withdrawn, now) => {
        const lines = [
          { ...line("given", 1), decidedAt: at(given) },
          { ...line("withdrawn", 1), decidedAt: at(withdrawn) },
        ];
        const expected = given.seconds <= now.seconds && !(withdrawn.seconds <= now.seconds && given.seconds <= withdrawn.seconds);
        expect(hasConsent(lines, { purpose: "offers", channel: "sms", at: at(now) })).toBe(expected);
      }),
    );
  });
  it.each(["", "yesterday", "2026-03-01T00:00:00", undefined, new Date(0)])("takes no consent from %j, but a withdrawal", (unreadable) => {
    const of = (decision: Line["decision"]): Line => ({ ...line(decision, 1), decidedAt: unreadable as string });
    expect(asked([of("given")])).toBe(false);
    expect(asked([line("given", 9), of("withdrawn")])).toBe(false);
    expect(asked([line("given", 9), of("given")])).toBe(true);
    expect(hasConsent([line("given", 9)], { purpose: "offers", channel: "sms", at: unreadable as string })).toBe(false);
  });
});

describe("consentIsDecided", () => {
  it("refuses what lies in the future", () => {
    const now = "2026-03-02T08:00:00.000Z";
    const kept = { id: "x", version: 1, state: "active", since: now, createdAt: now, updatedAt: now };
    const codes = (decidedAt: string) =>
      check([consentIsDecided], { now, today: "2026-03-02", record: { ...kept, decidedAt } }).map(({ code }) => code);
    expect(codes(now)).toEqual([]);
    expect(codes("2026-03-02T09:00:00.000Z")).toEqual(["kehu/decided-in-future"]);
  });
});
