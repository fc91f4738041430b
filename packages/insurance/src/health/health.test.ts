import { type Consent, check, consent } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aClaim, aCustomer, aProduct, at, yuan } from "../../test/moments.js";
import { claim } from "../claim/claim.js";
import { claimItem } from "../claim/claim-item.js";
import { policy } from "../policy/policy.js";
import { agent } from "../roles/agent.js";
import { cashier } from "../roles/cashier.js";
import { claimsHandler } from "../roles/claims-handler.js";
import { manager } from "../roles/manager.js";
import { policyholder } from "../roles/policyholder.js";
import { serviceDesk } from "../roles/service-desk.js";
import { underwriter } from "../roles/underwriter.js";
import { exclusion } from "../underwriting/exclusion.js";
import { underwritingTerms } from "../underwriting/underwriting-terms.js";
import { claimHealthIsConsentedTo, itemHealthIsConsentedTo } from "./claim-health.js";
import { healthIsConsentedTo, medicalNote } from "./medical-note.js";
import { healthDisclosure, revealHealthData } from "./reveal-health-data.js";

const note = stored(medicalNote, { customerId: "customer_insured", purpose: "claim", statement: "Fracture of the left arm" });
const line = (changes: Partial<Consent> = {}) =>
  stored(consent, {
    customerId: "customer_insured",
    purpose: "health-data-for-claim",
    channel: "any",
    decision: "given",
    decidedAt: "2026-02-01T00:00:00.000Z",
    ...changes,
  });
const withdrawn = line({ id: "consent_2", decision: "withdrawn", decidedAt: "2026-02-05T00:00:00.000Z" });

/** It is claimed on no cover of another life. */
const ownLife = { coverage: undefined, ofOther: [] };

describe("healthIsConsentedTo", () => {
  const codes = (consents: readonly Consent[]) =>
    check([healthIsConsentedTo], { record: note, needs: { consents }, ...at("2026-02-10") }).map(({ code }) => code);

  it("takes health data with the separate consent to its purpose, and not after its withdrawal", () => {
    expect(codes([line()])).toEqual([]);
    expect(codes([])).toEqual(["insurance/health-consent-missing"]);
    expect(codes([line({ purpose: "health-data-for-underwriting" })])).toEqual(["insurance/health-consent-missing"]);
    expect(codes([line(), withdrawn])).toEqual(["insurance/health-consent-missing"]);
  });
});

describe("claimHealthIsConsentedTo", () => {
  const codes = (changes: object, consents: readonly Consent[] = [], line = "life") =>
    check([claimHealthIsConsentedTo], {
      record: aClaim(changes),
      needs: { product: aProduct({ line: line as "life" }), ...ownLife, consents },
      ...at("2026-02-10"),
    }).map(({ code }) => code);
  const missing = ["insurance/health-consent-missing"];

  it("takes what happened in an illness or an accident with the separate consent of the insured", () => {
    expect([codes({ kind: "illness" }), codes({ kind: "accident" })]).toEqual([missing, missing]);
    // nobody said what it is about: of a person it may be an illness
    for (const insured of ["life", "health", "accident"])
      expect([codes({}, [], insured), codes({ kind: "other" }, [], insured), codes({}, [line()], insured)]).toEqual([missing, missing, []]);
    expect([codes({ kind: "illness" }, [line()]), codes({ kind: "illness" }, [line(), withdrawn])]).toEqual([[], missing]);
  });

  it("takes a report without it, a death and a damage", () => {
    expect([
      codes({ kind: "illness", cause: undefined }),
      codes({ kind: "death" }),
      codes({ kind: "motor" }),
      codes({}, [], "motor"),
    ]).toEqual([[], [], [], []]);
  });

  it("leaves what was taken before its withdrawal", () => {
    const record = aClaim({ kind: "illness" });
    const needs = { product: aProduct(), ...ownLife, consents: [line(), withdrawn] };
    expect(check([claimHealthIsConsentedTo], { record, before: record, needs, ...at("2026-02-10") })).toEqual([]);
  });
});

describe("itemHealthIsConsentedTo", () => {
  it("asks the same of a bill", () => {
    const bill = stored(claimItem, { claimId: "claim_1", description: "Operation", claimedAmount: yuan(1) });
    const codes = (kind: "illness" | "motor", consents: readonly Consent[]) =>
      check([itemHealthIsConsentedTo], {
        record: bill,
        needs: { claim: aClaim({ kind }), product: aProduct(), ...ownLife, consents },
        ...at("2026-02-10"),
      }).map(({ code }) => code);
    expect([codes("illness", []), codes("illness", [line()]), codes("motor", [])]).toEqual([["insurance/health-consent-missing"], [], []]);
  });
});

describe("what the roles read of a claim", () => {
  it("hides what tells of somebody's health from all but those who decide on it", () => {
    const told = Object.entries(claim.info)
      .filter(([, { personal: kept }]) => kept === "health")
      .map(([field]) => field);
    expect(told).toEqual(["cause", "suicide", "coverJudgement", "denialReason", "withdrawalReason", "reopenReason"]);
    for (const role of [agent, cashier, policyholder, serviceDesk, underwriter])
      for (const { verb, on, hide } of role.grants) if (verb === "read" && on === claim.name) expect(hide).toEqual(told);
  });
});

describe("what the roles read of an underwriter's terms", () => {
  it("shows them to who decides on the risk and who is offered it, and to nobody else", () => {
    const readers = [agent, cashier, claimsHandler, manager, policyholder, serviceDesk, underwriter].filter(({ grants }) =>
      grants.some(({ verb, on }) => verb === "read" && on === underwritingTerms.name),
    );
    expect(readers.map(({ name }) => name)).toEqual([
      "insurance/agent",
      "insurance/manager",
      "insurance/policyholder",
      "insurance/underwriter",
    ]);
    const ofExclusions = [agent, cashier, claimsHandler, manager, policyholder, serviceDesk, underwriter].filter(({ grants }) =>
      grants.some(({ verb, on }) => verb === "read" && on === exclusion.name),
    );
    // who decides claims sees what is excluded, and not why
    expect(ofExclusions.map(({ name }) => name)).toEqual([
      "insurance/agent",
      "insurance/claims-handler",
      "insurance/manager",
      "insurance/policyholder",
      "insurance/underwriter",
    ]);
    expect(JSON.stringify(policy.info)).not.toContain('"health"');
    expect(JSON.stringify(underwritingTerms.info)).toContain('"health"');
  });
});

describe("revealHealthData", () => {
  const book = (...lines: readonly Consent[]) => {
    const memory = new MemoryWork("2026-02-10");
    for (const each of lines) memory.add(consent, each);
    memory.add(medicalNote, note);
    memory.add({ ...medicalNote, name: "customer" } as never, aCustomer("customer_insured"));
    return memory;
  };
  const reveal = (memory: MemoryWork) => revealHealthData.run(memory.work, { noteId: note.id, reason: "Claim P1-C1" } as never);

  it("shows it and keeps who saw it, when and why", async () => {
    const memory = book(line());
    const { statement } = await reveal(memory);
    expect(statement).toBe("Fracture of the left arm");
    expect(memory.all(healthDisclosure)).toMatchObject([{ noteId: note.id, reason: "Claim P1-C1", revealedTo: "staff_1" }]);
  });

  it("shows nothing once the consent was withdrawn", async () => {
    await expect(reveal(book(line(), withdrawn))).rejects.toMatchObject({ code: "insurance/health-consent-missing" });
  });

  it("is the only way to the text, also for those whose work needs it", () => {
    for (const { grants } of [claimsHandler, underwriter]) {
      expect(grants.find(({ verb, on }) => verb === "read" && on === medicalNote.name)?.hide).toEqual(["statement"]);
      expect(grants.some(({ verb, on }) => verb === "call" && on === revealHealthData.name)).toBe(true);
    }
  });
});
