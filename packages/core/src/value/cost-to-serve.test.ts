import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costToServe, type ServedContact } from "./cost-to-serve.js";

const tariff = { phone: 500, email: 100 };
const by = (customerId: string, channel: ServedContact["channel"], costMinor?: number): ServedContact => ({
  customerId,
  channel,
  ...(costMinor === undefined ? {} : { costMinor }),
});

describe("costToServe", () => {
  it("takes the cost of a contact, else the tariff, and puts the dearest first", () => {
    expect(costToServe([by("a", "email"), by("b", "phone"), by("b", "phone", 50), by("b", "email")], tariff)).toEqual([
      { customerId: "b", contacts: 3, costMinor: 650, byChannel: { phone: 550, email: 100 } },
      { customerId: "a", contacts: 1, costMinor: 100, byChannel: { email: 100 } },
    ]);
  });
  it("loses nothing and does not depend on the order", () => {
    const contact = fc.record({
      customerId: fc.constantFrom("a", "b"),
      channel: fc.constantFrom("phone" as const, "email" as const),
      costMinor: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(contact), (contacts) => {
        const costs = costToServe(contacts, {});
        expect(costToServe([...contacts].reverse(), {})).toEqual(costs);
        expect(costs.reduce((sum, { costMinor }) => sum + costMinor, 0)).toBe(contacts.reduce((sum, { costMinor }) => sum + costMinor, 0));
      }),
    );
  });
  it.each([by("a", "web"), by("a", "phone", -1), by("a", "phone", 0.5)])("refuses a contact without a cost", (contact) => {
    expect(() => costToServe([contact], tariff)).toThrow(expect.objectContaining({ code: "core/cost-unknown" }));
  });
});
