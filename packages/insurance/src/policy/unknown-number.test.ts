import { customer } from "@kehu/core";
import { stoppedClocks } from "@kehu/crm";
import { testCrm } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { startOf, yuan } from "../../test/moments.js";
import { insurance } from "../insurance.js";
import { policy } from "./policy.js";
import { product } from "./product.js";

describe("a place whose law nobody entered", () => {
  it("lets the clock stand still where everybody sees it and why", async () => {
    const world = await testCrm({ packs: [insurance], now: "2026-02-01T04:00:00.000Z", jurisdiction: "US-TX" });
    try {
      const manager = await world.as("insurance/manager");
      const holder = await world.system.create(customer, { kind: "person", displayName: "Ann" });
      const life = await world.system.create(product, { code: "L", name: "Life" });
      const terms = {
        policyNumber: "P-1",
        holderId: holder.id,
        insuredId: holder.id,
        productId: life.id,
        sumAssured: yuan(1_000),
        premium: yuan(10),
        premiumFrequency: "annual",
        effectiveOn: "2025-03-01",
        issuedOn: "2025-03-01",
        paidToOn: "2026-03-01",
      } as const;
      const since = startOf("2025-03-01");
      const { id } = await world.system.adopt(policy, terms, { state: "inForce", asOf: "2026-02-01", since, source: "P-1" });
      expect(await manager.call(stoppedClocks, {})).toEqual({ rows: [] });
      await world.clock.advance({ until: "2026-03-02" });
      // nothing says how long its grace is, so that it does not enter it either
      expect((await manager.get(policy, id)).state).toBe("inForce");
      expect((await manager.call(stoppedClocks, {})).rows).toEqual([
        {
          record: "insurance/policy",
          id,
          label: "P-1",
          clock: "insurance/policy#enterGrace",
          dueAt: "2026-03-01T15:59:59.999Z",
          refusal: "core/parameter-unknown",
        },
      ]);
    } finally {
      await world.close();
    }
  });
});
