import { readFileSync } from "node:fs";
import { expectedPurchases, type ModelParameters, type PurchaseHistories, probabilitiesAlive } from "@kehu/core/value";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedData } from "../../../.config/test-databases.js";
import { tryStart } from "./try-start.js";

/** Maxima of the likelihoods found by other programs. */
const optima = {
  "bg-nbd": [{ r: 0.24259452, alpha: 4.41360203, a: 0.792922, b: 2.42590672 }, -9582.42920667],
  "mbg-nbd": [{ r: 0.52484316, alpha: 6.18308526, a: 0.8913594, b: 1.61400226 }, -9582.13571555],
  "pareto-nbd": [{ r: 0.55327705, alpha: 10.57768352, s: 0.60623993, beta: 11.66873329 }, -9594.97617894],
} as const;
type Row = Readonly<Record<string, string>>;
const rowsOf = (text: string): readonly Row[] => parse(text, { columns: true });
const number = (row: Row | undefined, name: string): number => Number(row?.[name]);

describe.skipIf(!sharedData())("the report on CDNOW", () => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  const data = sharedData();
  const golden = data ? rowsOf(readFileSync(`${data}/cdnow-golden/cdnow_btyd_r.csv`, "utf8")) : [];
  const run = (file: string, ...args: readonly string[]) =>
    trial.run("--file", `${data}/cdnow/${file}`, "--format", "cdnow", "--calibration-end", "1997-09-30", ...args);
  beforeAll(async () => {
    trial = await tryStart();
  });
  afterAll(() => trial.remove());

  it.each(Object.entries(optima))("has the %s model that other programs find, and its predictions", async (model, [parameters, best]) => {
    await run("CDNOW_sample.txt", "--model", model);
    const written = (await trial.json("model.json")) as unknown as {
      readonly purchases: ModelParameters & { readonly logLikelihood: number; readonly unit: string };
      readonly spend: { readonly parameters: Readonly<Record<string, number>> };
    };
    for (const [name, value] of Object.entries(parameters))
      expect(Math.abs((written.purchases.parameters[name] as number) / value - 1), name).toBeLessThan(1e-6);
    expect(written.purchases).toMatchObject({ model, unit: "week", logLikelihood: expect.closeTo(best, 6) });
    expect(written.spend.parameters).toEqual({
      p: expect.closeTo(6.24957225, 5),
      q: expect.closeTo(3.74422467, 5),
      v: expect.closeTo(15.44352104, 4),
    });
    const scores = rowsOf(await trial.text("scores.csv"));
    expect(scores).toHaveLength(2357);
    for (const [index, row] of scores.entries()) {
      const one = golden[index];
      expect([Number(row["customer"]), Number(row["frequency"]), Number(row["actual_holdout"])]).toEqual(
        ["id", "x", "x_holdout"].map((name) => number(one, name)),
      );
      expect(number(row, "recency_weeks")).toBeCloseTo(number(one, "t_x"), 12);
      expect(number(row, "age_weeks")).toBeCloseTo(number(one, "T"), 12);
    }
    const weeks = (name: string) => Float64Array.from(golden, (row) => Math.round(number(row, name) * 7) / 7);
    const histories: PurchaseHistories = { frequency: weeks("x"), recency: weeks("t_x"), age: weeks("T") };
    const column = (name: string) => scores.map((row) => number(row, name));
    expect(column("expected_purchases")).toEqual([...expectedPurchases(written.purchases, histories, { horizon: 39 })]);
    // discounted by 1 % a month, over nine months: between all of it and what the last month is worth
    const [bought, spend] = [column("expected_purchases"), column("expected_spend")];
    for (const [index, value] of column("lifetime_value").entries()) {
      const undiscounted = (bought[index] as number) * (spend[index] as number);
      expect(value / undiscounted).toBeGreaterThan(1.01 ** -9);
      expect(value / undiscounted).toBeLessThan(1.01 ** -1);
    }
    expect(column("p_alive")).toEqual([...probabilitiesAlive(written.purchases, histories)]);
  });

  it("predicts what other programs do at the rounded parameters of the papers, up to these roundings", async () => {
    await run("CDNOW_sample.txt");
    const scores = rowsOf(await trial.text("scores.csv"));
    const far = (mine: string, theirs: string) =>
      Math.max(...scores.map((row, index) => Math.abs(number(row, mine) / number(golden[index], theirs) - 1)));
    expect(far("expected_purchases", "bg_cet39")).toBeLessThan(2e-3);
    expect(far("p_alive", "bg_palive")).toBeLessThan(2e-2);
    expect(far("expected_spend", "gg_em")).toBeLessThan(2e-3);
  });

  it("knows the file of all customers too", async () => {
    expect(await run("CDNOW_master.txt")).toContain("All 69,659 rows were taken.");
    expect(rowsOf(await trial.text("scores.csv"))).toHaveLength(23_570);
    expect(await trial.text("value.html")).toContain("23,570");
  });

  it("sends who forgot the format to it", async () => {
    await expect(trial.run("--file", `${data}/cdnow/CDNOW_master.txt`, "--customer", "customer_id", "--date", "date")).rejects.toThrow(
      "run again with --format cdnow",
    );
  });
});
