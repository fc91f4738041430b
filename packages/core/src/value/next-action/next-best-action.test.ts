import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ActionRule, nextBestActions } from "./next-best-action.js";

interface Facts {
  readonly probabilityAlive: number;
  readonly tier: string;
}
const rule = (name: string, changed: Partial<ActionRule<Facts>> = {}): ActionRule<Facts> => ({
  name,
  when: { probabilityAlive: { before: 0.5 } },
  action: "call",
  channel: "phone",
  purpose: "care",
  reason: { en: "The customer is falling asleep.", "zh-CN": "客户正在流失。" },
  expiresAfterDays: 14,
  ...changed,
});
const line = (decision: "given" | "withdrawn", decidedAt: string, channel: "phone" | "email" | "any" = "any") => ({
  purpose: "care",
  channel,
  decision,
  decidedAt,
});
const given = [line("given", "2026-01-01T00:00:00.000Z")];
const customer = { facts: { probabilityAlive: 0.2, tier: "gold" }, consents: given, at: "2026-06-01T00:00:00.000Z", today: "2026-06-01" };

describe("nextBestActions", () => {
  it("gives what matches, in order, with its reason and its end", () => {
    const rules = [rule("wake"), rule("upgrade", { when: { tier: "base" } }), rule("thank", { when: { tier: { in: ["gold"] } } })];
    expect(nextBestActions(rules, customer)).toMatchObject([
      { rule: "wake", action: "call", expiresOn: "2026-06-15", reason: rules[0]?.reason },
      { rule: "thank" },
    ]);
  });
  it("suggests nothing without a consent, or for another purpose", () => {
    expect(nextBestActions([rule("wake")], { ...customer, consents: [] })).toEqual([]);
    expect(nextBestActions([rule("wake", { purpose: "marketing" })], customer)).toEqual([]);
  });
  it("never goes against a consent that was withdrawn", () => {
    const month = fc.integer({ min: 1, max: 5 }).map((each) => `2026-0${each}-01T00:00:00.000Z`);
    const any = fc.record({
      decision: fc.constantFrom("given" as const, "withdrawn" as const),
      at: month,
      channel: fc.constantFrom("phone" as const, "email" as const, "any" as const),
    });
    fc.assert(
      fc.property(fc.array(any), fc.constantFrom("phone" as const, "email" as const), (lines, channel) => {
        const consents = [
          ...lines.map(({ decision, at, channel: where }) => line(decision, at, where)),
          line("withdrawn", "2026-05-02T00:00:00.000Z", channel),
        ];
        expect(nextBestActions([rule("wake", { channel })], { ...customer, consents })).toEqual([]);
      }),
    );
  });
  it.each(["2026-06-01T07:00:00+08:00", "2026-06-01T00:00:00Z", undefined])("heeds a withdrawal that is dated %s", (decidedAt) => {
    const consents = [...given, line("withdrawn", decidedAt as string)];
    expect(nextBestActions([rule("wake")], { ...customer, consents })).toEqual([]);
  });
  it.each([
    [Array.from({ length: 51 }, (_, index) => rule(`r${index}`))],
    [[rule("a"), rule("a")]],
    [[rule("a", { expiresAfterDays: 0 })]],
    [[rule("a", { expiresAfterDays: 1.5 })]],
    [[rule("a", { channel: "note" as "phone" })]],
    [[rule("a", { reason: { en: "So.", "zh-CN": " " } })]],
  ])("refuses rules that are none", (rules) => {
    expect(() => nextBestActions(rules, customer)).toThrow(expect.objectContaining({ code: "core/action-rules-unusable" }));
  });
  it("takes fifty", () => {
    expect(
      nextBestActions(
        Array.from({ length: 50 }, (_, index) => rule(`r${index}`)),
        customer,
      ),
    ).toHaveLength(50);
  });
});
