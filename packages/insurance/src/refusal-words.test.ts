import { type AnyRefusal, type CodeWords, interaction } from "@kehu/core";
import * as service from "@kehu/service";
import { type TestCrm, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvedAmountMissing } from "./claim/claim-rules.js";
import { coverageNotActive, notCovered } from "./claim/cover.js";
import { policyNotConcluded } from "./coverage/coverage-lifecycle.js";
import * as definitions from "./definitions.js";
import { healthConsentMissing } from "./health/medical-note.js";
import { insurance } from "./insurance.js";
import { assetUnidentified } from "./motor/insured-asset.js";
import { amountNotPositive } from "./policy/policy-rules.js";
import { notTheirsToAsk } from "./servicing/who-may-ask.js";
import { interestUnproven } from "./underwriting/insurable-interest.js";

const all: readonly { readonly kind?: string }[] = [...Object.values(definitions), ...Object.values(service), interaction] as never;
const records = all.filter(({ kind }) => kind === "record") as unknown as readonly (typeof interaction)[];
const refusals = all.filter(({ kind }) => kind === "refusal") as unknown as readonly AnyRefusal[];

describe("what the packs refuse, in the words of who reads it", () => {
  let world: TestCrm;
  beforeAll(async () => {
    world = await testCrm({ packs: [insurance] });
  });
  afterAll(() => world.close());

  it("takes each word from a record and a field that exist", () => {
    const exists = (words: CodeWords): boolean => {
      if ("nameOf" in words) return true;
      const name = "stateOf" in words ? words.stateOf : "fieldOf" in words ? words.fieldOf : words.optionOf;
      const record = records.find((each) => each.name === name);
      return record !== undefined && (!("field" in words) || record.info[words.field]?.options !== undefined);
    };
    const named = refusals.flatMap(({ code, codes }) => Object.values(codes).map((words) => [code, words !== undefined && exists(words)]));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([, isThere]) => !isThere)).toEqual([]);
  });

  it.each([
    [notCovered({ state: "lapsed", lossOn: "2026-01-01" }), "效力中止", "Lapsed"],
    [coverageNotActive({ state: "suspended", lossOn: "2026-01-01" }), "中止", "Suspended"],
    [approvedAmountMissing({ state: "approved" }), "已核赔", "Approved"],
    [policyNotConcluded({ state: "proposed", policyNumber: "P1" }), "投保", "Proposed"],
    [interestUnproven({ interest: "spouse", policyNumber: "P1" }), "配偶", "Spouse"],
    [healthConsentMissing({ purpose: "claim" }), "用于 理赔 作出单独同意", "health data for this purpose: Deciding on a claim;"],
    [notTheirsToAsk({ policyNumber: "P1", entitled: "holderId, payorId" }), "投保人、付款人", "Policyholder, Payor"],
    [assetUnidentified({ field: "address" }), "坐落地址", "Address"],
    [amountNotPositive({ field: "premium" }), "每期保险费", "Premium"],
    [service.notOnThisChannel({ channel: "sms", others: "phone, storeVisit" }), "电话、到店", "Phone, Store visit"],
    [service.notIdentifiedSo({ channel: "phone", identifiedBy: "faceToFace" }), "当面核验", "Face to face"],
    [service.identifyFirst({ channel: "phone" }), "电话", "Phone"],
  ])("says $code", (refusal, chinese, english) => {
    const { crm } = world;
    expect(crm.say(refusal, "zh-CN")).toContain(chinese);
    expect(crm.say(refusal, "en")).toContain(english);
    for (const code of Object.values(refusal.details))
      if (/[a-z]{3}/.test(String(code))) expect(crm.say(refusal, "zh-CN")).not.toContain(code);
  });
});
