import { fileURLToPath } from "node:url";
import { createId } from "@kehu/core";
import { kehu } from "@kehu/core/engine";
import { describe, expect, it } from "vitest";
import { builtInRoles } from "../../test/built-in-roles.js";
import { refusalsNamedIn } from "../crm/refusals-raised.js";
import { testNow } from "../crm/test-now.js";
import { testPack } from "./test-pack.js";

const testsOf = (name: string): ReadonlySet<string> => refusalsNamedIn(fileURLToPath(new URL(`../../../${name}/src`, import.meta.url)));

describe("testPack", () => {
  it("finds nothing in what is built in, once somebody may read it", async () => {
    const raised = [...testsOf("core"), ...testsOf("crm")];
    const currencies = ["CNY", "USD", "EUR", "JPY", "GBP", "HKD"];
    const amounts = currencies.map((currency) => ({ amountMinor: 0, currency }));
    const samples = {
      relationship: [{ relatedId: createId("customer", { now: testNow, random: new Uint8Array(16) }) }],
      scoring: currencies.map((currency) => ({ currency })),
      score: amounts.map((none) => ({ revenue: none, cost: none, profit: none, assets: none, lifetimeValue: none })),
      goal: [
        {
          query: "profit-curve",
          input: '{"currency":"CNY"}',
          figure: "totalMinor",
          direction: "atLeast",
          baseline: 1,
          target: 2,
          onMiss: { task: "Talk about the goal" },
        },
      ],
    };
    expect((await testPack(kehu, { raised, roles: builtInRoles, samples })).findings).toEqual([]);
  }, 120_000);
});
