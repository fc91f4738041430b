import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aPolicy, aProduct, aReceipt, at, yuan } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { persistencyFigure } from "./persistency-query.js";
import { premiumReceipt } from "./premium-receipt.js";

/** 10,000 of April of which 9,000 were collected, 5,000 of May, 10,000 of June. */
function book(): MemoryWork {
  const memory = new MemoryWork("2026-01-01");
  memory.add(product, aProduct());
  const add = (name: string, effectiveOn: string, premium: number, paidOn?: string, graceDays?: number) => {
    memory.add(policy, aPolicy({ id: name, effectiveOn, premium: yuan(premium), ...(graceDays !== undefined && { graceDays }) }));
    const period = { periodFrom: `2025${effectiveOn.slice(4)}`, paidToOn: `2026${effectiveOn.slice(4)}` };
    if (paidOn !== undefined)
      memory.add(premiumReceipt, aReceipt({ id: `receipt_${name}`, policyId: name, amount: yuan(premium), paidOn, ...period }));
  };
  for (let index = 0; index < 1_000; index++) add(`a${index}`, "2024-04-30", 10, index < 900 ? "2025-06-29" : "2025-06-30");
  add("m", "2024-05-01", 5_000, "2025-05-01");
  add("j", "2024-06-30", 10_000, "2025-06-30");
  add("k", "2024-07-01", 10_000);
  return memory;
}
const asked = { month: 13, cohortFrom: "2024-04", cohortUntil: "2024-04", currency: "CNY" };

describe("persistencyFigure", () => {
  it.each([
    ["2024-04", 0.9],
    ["2024-05", 14_000 / 15_000],
    ["2024-06", 0.96],
  ])("gives the published figures of the cohorts up to %s, page by page", async (cohortUntil, value) => {
    const memory = book();
    const figure = await persistencyFigure.run(memory.work, { ...asked, cohortUntil } as never);
    expect(figure).toMatchObject({ value, method: "original-cohort", asOf: "2026-01-01", isFinal: true });
    expect(persistencyFigure.output._zod.run({ value: figure, issues: [] }, {})).toMatchObject({ issues: [] });
    expect(memory.pages).toBeGreaterThan(2);
  });

  it("follows the grace period of contract and product", async () => {
    const memory = book();
    memory.add(product, aProduct({ graceDays: 61 }));
    expect(await persistencyFigure.run(memory.work, asked as never)).toMatchObject({ value: 1 });
  });

  it("follows the law on premiums that are flexible", async () => {
    const memory = book();
    memory.add(product, aProduct({ isFlexiblePremium: true }));
    // in New York 61 days, of others 31: most paid on the sixtieth, the rest on the 61st
    const inNewYork = { ...memory.work, ...at("2026-01-01", "US-NY"), find: memory.work.find } as typeof memory.work;
    expect(await persistencyFigure.run(inNewYork, asked as never)).toMatchObject({ value: 1 });
    memory.add(product, aProduct());
    expect(await persistencyFigure.run(inNewYork, asked as never)).toMatchObject({ value: 0 });
  });

  it("refuses no cohorts, and more than sixty", async () => {
    const run = (cohortFrom: string, cohortUntil: string) =>
      persistencyFigure.run(new MemoryWork("2026-01-01").work, { ...asked, cohortFrom, cohortUntil } as never);
    await expect(run("2024-05", "2024-04")).rejects.toMatchObject({ code: "insurance/cohorts-out-of-range" });
    await expect(run("2019-01", "2024-01")).rejects.toMatchObject({ code: "insurance/cohorts-out-of-range" });
    expect(await run("2019-01", "2023-12")).toMatchObject({ denominator: 0, value: null });
  });
});
