import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { someSales, tryStart } from "./try-start.js";

const columns = ["--customer", "customer", "--date", "date", "--amount", "amount"];
const file = (rows: readonly string[]): string => ["customer,date,amount", ...rows].join("\n");
const often = (times: number, customer = "c1"): readonly string[] =>
  Array.from({ length: times }, (_, time) => `${customer},2025-0${1 + time}-10,${10 + time}.50`);
const all = (customers: number, of: (customer: number) => readonly string[]): readonly string[] =>
  Array.from({ length: customers }, (_, customer) => of(customer)).flat();

describe("transactions that carry no model", () => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  beforeEach(async () => {
    trial = await tryStart();
  });
  afterEach(() => trial.remove());

  const unfit: readonly (readonly [string, string, string, readonly string[]])[] = [
    ["one customer", "core/too-few-customers", "拟合 bg-nbd 模型至少需要 10 位客户", often(5)],
    ["a single row", "core/too-few-customers", "目前只有 1 位", ["c1,2025-01-10,5"]],
    ["nobody who came back", "core/no-repeat-purchases", "都没有再次购买", all(40, (each) => [`c${each},2025-01-1${each % 10},5`])],
    ["one day for all", "core/no-repeat-purchases", "都没有再次购买", all(40, (each) => Array(3).fill(`c${each},2025-01-10,5`))],
    ["customers who all do the same", "core/buying-alike", "购买节奏完全相同", all(40, (each) => often(8, `c${each}`))],
  ];
  it.each(unfit)("are written all the same: %s (%s)", async (_, code, zh, rows) => {
    const told = await trial.runOn(file(rows), ...columns);
    expect(told).not.toMatch(/take another model(?! or more customers\. They do)/);
    expect(told).toMatch(new RegExp(`no model of purchases[^]*Written without a model of purchases: .+ \\(${code}\\)$`));
    expect([...(await trial.written())].sort()).toEqual(["model.json", "rejects.csv", "scores.csv", "value.html"]);
    expect(await trial.json("model.json")).toMatchObject({ purchases: null, purchasesMissing: { code }, spend: null, backTest: null });
    const [, first = ""] = (await trial.text("scores.csv")).split("\n");
    expect(first).toMatch(/^c\d+,\d+,[\d.]+,[\d.]+,\d{3},,,,,$/);
    const page = await trial.text("value.html");
    for (const words of [code, zh, "Brought most", "贡献最多", "Who brings the revenue", '<figcaption id="rfm-caption">'])
      expect(page.includes(words), words).toBe(true);
    for (const words of ["Worth most", "价值最高", "NaN", "undefined", "Infinity"]) expect(page.includes(words), words).toBe(false);
  });

  it("say what came after the end of the observation, which needs no model", async () => {
    await trial.runOn(file(often(5)), ...columns, "--calibration-end", "2025-03-31");
    expect(await trial.text("scores.csv")).toMatch(/^c1,2,[\d.]+,[\d.]+,\d{3},,,,,2$/m);
  });

  it("name the model that they do carry", async () => {
    const rows = file(await someSales(50));
    const told = await trial.runOn(rows, ...columns, "--model", "pareto-nbd");
    expect(told).toContain("They do determine --model bg-nbd and --model mbg-nbd: run again with one of them. (core/buying-alike)");
    for (const model of ["bg-nbd", "mbg-nbd"]) expect(await trial.runOn(rows, ...columns, "--model", model)).toContain("log-likelihood");
  });
});
