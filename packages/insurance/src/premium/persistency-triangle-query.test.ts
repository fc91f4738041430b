import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aPolicy, aProduct, aReceipt, yuan } from "../../test/moments.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { persistencyFigure } from "./persistency-query.js";
import { persistencyTriangle, triangleMonths } from "./persistency-triangle-query.js";
import { premiumReceipt } from "./premium-receipt.js";

const today = "2026-01-01";
/** Two cohorts: by the year and by the month, paid in time, late, several instalments at once, or not at all. */
function book(): MemoryWork {
  const memory = new MemoryWork(today);
  memory.add(product, aProduct());
  const add = (
    id: string,
    effectiveOn: string,
    receipts: readonly (readonly [from: string, to: string, paidOn: string])[],
    changes = {},
  ) => {
    memory.add(policy, aPolicy({ id, effectiveOn, premium: yuan(1_200), ...changes }));
    for (const [index, [periodFrom, paidToOn, paidOn]] of receipts.entries())
      memory.add(
        premiumReceipt,
        aReceipt({ id: `receipt_${id}_${index}`, policyId: id, amount: yuan(1_200), periodFrom, paidToOn, paidOn }),
      );
  };
  add("a", "2023-01-31", [
    ["2024-01-31", "2025-01-31", "2024-01-31"],
    ["2025-01-31", "2026-01-31", "2025-04-01"],
  ]);
  add("b", "2023-01-01", [["2024-01-01", "2025-01-01", "2024-03-01"]]);
  add("c", "2023-01-15", [["2023-12-15", "2024-02-15", "2023-12-20"]], { premiumFrequency: "monthly" });
  add("d", "2024-02-29", [["2025-02-28", "2026-02-28", "2025-02-28"]]);
  return memory;
}
const asked = { cohortFrom: "2023-01", cohortUntil: "2025-12", currency: "CNY" };

describe("persistencyTriangle", () => {
  it("has in each cell what the figure of its cohort and month says, and no cell whose month has not come", async () => {
    const { cells } = await persistencyTriangle.run(book().work, asked as never);
    for (const { cohort, month, ...cell } of cells) {
      const one = { month, cohortFrom: cohort, cohortUntil: cohort, currency: "CNY" };
      expect(await persistencyFigure.run(book().work, one as never)).toMatchObject(cell);
    }
    expect(cells.filter(({ denominator }) => denominator > 0)).toMatchObject([
      { cohort: "2023-01", month: 13, numerator: 960_000, denominator: 1_680_000 },
      { cohort: "2023-01", month: 25, numerator: 120_000, denominator: 1_680_000, isFinal: true },
      { cohort: "2023-01", month: 37, numerator: 0, denominator: 1_680_000, isFinal: false },
      { cohort: "2024-02", month: 13, numerator: 120_000, denominator: 120_000, value: 1 },
    ]);
    expect(new Set(cells.map(({ month }) => month))).toEqual(new Set(triangleMonths.slice(0, 3)));
    expect(cells.filter(({ cohort }) => cohort > "2025-01")).toEqual([]);
  });

  it("reads each cohort once, whatever the number of its cells", async () => {
    const memory = book();
    await persistencyTriangle.run(memory.work, { ...asked, cohortUntil: "2023-01" } as never);
    expect(memory.pages).toBe(3);
  });
});
