import { amountOf } from "@kehu/core";
import { given, stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { part } from "./part.js";
import { repair } from "./repair.js";
import { repairLifecycle } from "./repair-lifecycle.js";

const working = stored(repair, { state: "working", estimate: amountOf(30_000, "CNY") });
const price = amountOf(25_000, "CNY");

describe("repairLifecycle", () => {
  it("finishes when every part is fitted or dropped", () => {
    const parts = [stored(part, { state: "fitted" }), stored(part, { state: "dropped" })];
    given(working, { needs: { parts } }).when(repairLifecycle.finish, { price }).then.becomes("ready", { price });
  });

  it("is not finished while a part is missing", () => {
    const parts = [stored(part, { state: "fitted" }), stored(part, { state: "arrived" })];
    given(working, { needs: { parts } }).when(repairLifecycle.finish, { price }).then.isRefused("bicycle-workshop/parts-missing");
  });

  it("costs no more than the customer agreed to", () => {
    const { then } = given(working, { needs: { parts: [] } }).when(repairLifecycle.finish, { price: amountOf(30_001, "CNY") });
    then.isRefused("bicycle-workshop/above-estimate");
  });

  it("waits only for what is on order", () => {
    given(working, { needs: { parts: [stored(part)] } })
      .when(repairLifecycle.waitForParts)
      .then.isRefused("bicycle-workshop/nothing-ordered");
    given(working, { needs: { parts: [stored(part, { state: "ordered" })] } })
      .when(repairLifecycle.waitForParts)
      .then.becomes("waitingForParts");
  });

  it("takes the agreed amount at the counter", () => {
    const { decision } = given(stored(repair)).when(repairLifecycle.receive, { estimate: price });
    expect(decision).toMatchObject({ ok: true, record: { state: "working", estimate: price } });
  });
});
