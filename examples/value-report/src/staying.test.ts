import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tryStart } from "./try-start.js";

const dayMs = 86_400_000;
const [firstDay, lastDay] = [Date.UTC(2010, 11, 1) / dayMs, Date.UTC(2011, 11, 9) / dayMs];

/** A wholesaler's log: some order every week and some twice a year, nobody leaves, and all pay about the same. */
function orders(customers: number): string {
  let state = 20_101_201;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const rows = ["InvoiceNo,Quantity,InvoiceDate,UnitPrice,CustomerID"];
  for (let customer = 0; customer < customers; customer += 1) {
    const gap = 10 + 90 * next() ** 2 - 40 * Math.log(next());
    for (let day = firstDay + Math.floor(200 * next()); day <= lastDay; day += Math.max(1, Math.round(gap * (0.7 + 0.6 * next())))) {
      const on = new Date(day * dayMs);
      const price = (2 + Math.sin(rows.length)).toFixed(2);
      rows.push(
        `${536_365 + rows.length},6,${on.getUTCMonth() + 1}/${on.getUTCDate()}/${on.getUTCFullYear()} 8:26,${price},${12_346 + customer}`,
      );
    }
  }
  return rows.join("\n");
}

describe.each(["bg-nbd", "mbg-nbd", "pareto-nbd"])("customers who do not leave, by %s", (model) => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  let told = "";
  beforeAll(async () => {
    trial = await tryStart();
    const columns = ["--customer", "CustomerID", "--date", "InvoiceDate", "--amount", "Quantity*UnitPrice"];
    told = await trial.runOn(orders(300), ...columns, "--calibration-end", "2011-09-09", "--model", model);
  });
  afterAll(() => trial.remove());

  it("have a model, which says so", async () => {
    expect(told).not.toContain("Written without");
    expect(told).toContain("Nobody is seen to leave: everybody counts as alive");
    const atEdge = model === "pareto-nbd" ? ["s", "beta"] : ["a", "b"];
    const { purchases, spend } = await trial.json("model.json");
    expect(purchases).toMatchObject({ atEdge, standardErrors: { r: expect.any(Number), alpha: expect.any(Number) } });
    expect(Object.keys(purchases?.["standardErrors"] ?? {})).toEqual(["r", "alpha"]);
    expect(spend).toMatchObject({ atEdge: ["q", "v"] });
  });
  it("are alive in the scores, and all figures are there", async () => {
    const rows = (await trial.text("scores.csv")).trim().split("\n").slice(1);
    expect(rows).toHaveLength(300);
    for (const row of rows) expect(row).toMatch(/^\d+,\d+,[\d.]+,[\d.]+,\d{3},1,[\d.]+,[\d.]+,[\d.]+,\d+$/);
  });
  it("are told of in both languages", async () => {
    const page = await trial.text("value.html");
    for (const words of ["Nobody is seen to leave", "未见客户流失", "No customer is seen to spend more", "没有标准误", "–</td>"])
      expect(page.includes(words), words).toBe(true);
    for (const words of ["NaN", "undefined", "Infinity"]) expect(page.includes(words), words).toBe(false);
  });
});

/** Some come once, the others every other week to the end. */
const visits = (): string =>
  [
    "customer,date,amount",
    ...Array.from({ length: 120 }, (_, customer) => {
      const gap = 7 + (customer % 5) * 6;
      const first = firstDay + (customer % 11);
      const days = customer % 3 === 0 ? 1 : Math.floor((lastDay - first) / gap) + 1;
      return Array.from({ length: days }, (_, visit) => {
        const on = new Date((first + visit * gap) * dayMs).toISOString().slice(0, 10);
        return `c${customer},${on},${5 + ((customer + visit) % 9)}.50`;
      });
    }).flat(),
  ].join("\n");

describe.each(["mbg-nbd", "pareto-nbd"])("customers who leave at once or never, by %s", (model) => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  beforeAll(async () => {
    trial = await tryStart();
  });
  afterAll(() => trial.remove());

  it("have a model, which says how many leave, in both languages", async () => {
    const told = await trial.runOn(visits(), "--customer", "customer", "--date", "date", "--amount", "amount", "--model", model);
    expect(told).toContain(
      "33 % of the customers leave right after their first purchase and the others never: who bought again counts as alive.",
    );
    const page = await trial.text("value.html");
    for (const words of ["33 % 的客户在首次购买后随即流失", "leaveAtOnce", "没有标准误"]) expect(page.includes(words), words).toBe(true);
    for (const words of ["NaN", "undefined", "Infinity"]) expect(page.includes(words), words).toBe(false);
    const { purchases } = await trial.json("model.json");
    expect(purchases?.["parameters"]).toMatchObject({ leaveAtOnce: expect.closeTo(1 / 3, 2) });
    const alive = (await trial.text("scores.csv"))
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",").at(5));
    expect(alive.filter((each) => each === "1")).toHaveLength(80);
    expect(alive.filter((each) => Number(each) < 0.01)).toHaveLength(40);
  });
});
