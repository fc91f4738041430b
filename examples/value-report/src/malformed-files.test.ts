import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { someSales, tryStart } from "./try-start.js";

const columns = ["--customer", "customer", "--date", "date", "--amount", "amount"];
const header = "customer,date,amount\n";
/** Customers who come back: the first ones often, the last ones once. */
const shop = (customers = 40): readonly string[] =>
  Array.from({ length: customers }, (_, customer) =>
    Array.from(
      { length: 1 + ((customer * 7) % 9) },
      (_, time) =>
        `c${customer},2025-${String(1 + ((customer + time * (1 + (customer % 3))) % 12)).padStart(2, "0")}-10,${10 + customer + time}.50`,
    ),
  ).flat();
const lines = (rows: readonly string[]): string => header + rows.join("\n");

describe("files that cannot be used", () => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  beforeEach(async () => {
    trial = await tryStart();
  });
  afterEach(() => trial.remove());

  const cases: readonly (readonly [string, string | Uint8Array, string | RegExp])[] = [
    ["no byte at all", "", "tx.csv is empty; its first line must name the columns."],
    ["a header and nothing else", header, "tx.csv has a header and no transactions"],
    [
      "a column that is not there",
      "id,date,amount\n1,2025-01-01,5",
      'has no column "customer" (--customer); its columns are "id", "date", "amount"',
    ],
    ["a column that is there twice", "customer,date,date,amount\n1,2025-01-01,2025-01-01,5", 'has the column "date" twice'],
    ["a sign between the cells that nobody reads", "customer|date|amount\n1|2025-01-01|5", 'are separated by "|"'],
    ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), "is a workbook of a spreadsheet, not text"],
    ["a compressed file", deflateSync("customer,date,amount".repeat(50)), /is neither UTF-8, UTF-16 nor GB18030|is not text/],
    ["no text", new Uint8Array(512).map((_, index) => index % 7), "is not text, or its first line is no header"],
    [
      "a header with an open quote",
      '"customer,date,amount\n1,2025-01-01,5',
      "The header of tx.csv has a quotation mark that is not closed",
    ],
    [
      "no customer in any row",
      lines(shop().map((row) => row.replace(/^c\d+/, ""))),
      /cannot be used, more than half.*the customer is missing, first in line 2/,
    ],
    [
      "days that do not exist",
      lines(shop().map((row) => row.replace(/-\d\d-10/, "-02-30"))),
      "the day does not exist, or lies before 1900, first in line 2",
    ],
    ["text for days", lines(shop().map((row) => row.replace(/2025-\d\d-10/, "soon"))), "the day cannot be read, first in line 2"],
    [
      "days as a spreadsheet counts them",
      lines(shop().map((row) => row.replace(/2025-\d\d-10/, "45667.35"))),
      "the day is a number, as spreadsheets and clocks count days, first in line 2",
    ],
    ["NaN for amounts", lines(shop().map((row) => row.replace(/[\d.]+$/, "NaN"))), "the amount is missing, first in line 2"],
    ["text for amounts", lines(shop().map((row) => row.replace(/[\d.]+$/, "much"))), "the amount cannot be read, first in line 2"],
    [
      "amounts beyond 2^53",
      lines(shop().map((row) => row.replace(/[\d.]+$/, "90071992547409.92"))),
      "the amount is beyond what can be counted exactly",
    ],
  ];
  it.each(cases)("says what to do about %s", async (_, content, expected) => {
    await expect(trial.runOn(content, ...columns)).rejects.toMatchObject({
      name: "UsageError",
      message: typeof expected === "string" ? expect.stringContaining(expected) : expect.stringMatching(expected),
    });
    expect(await trial.written()).toEqual([]);
  });

  it("says so where the options do not fit the file", async () => {
    await expect(trial.runOn(lines(shop()), "--format", "cdnow")).rejects.toThrow("is neither CDNOW_master.txt nor CDNOW_sample.txt");
    await expect(trial.run("--file", "out/scores.csv", ...columns)).rejects.toThrow("would overwrite scores.csv, which is read");
    await expect(trial.run("--file", "nowhere.csv", ...columns)).rejects.toThrow("nowhere.csv cannot be read (ENOENT)");
    await expect(trial.run("--file", ".", ...columns)).rejects.toThrow("cannot be read (EISDIR)");
  });

  const unfit: readonly (readonly [string, string, string, ...string[]])[] = [
    ["two currencies", lines(["c1,2025-01-10,$5.00", "c2,2025-01-10,€5.00"]), "core/different-currencies"],
    ["one customer", lines(["c1,2025-01-10,5", "c1,2025-02-10,5", "c1,2025-03-10,5"]), "core/too-few-customers"],
    [
      "nobody who came back",
      lines(Array.from({ length: 40 }, (_, each) => `c${each},2025-01-1${each % 10},5`)),
      "core/no-repeat-purchases",
    ],
    ["one day for all", lines(shop().map((row) => row.replace(/2025-\d\d-10/, "2025-01-10"))), "core/no-repeat-purchases"],
    ["returns only", lines(shop().map((row) => row.replace(/[\d.]+$/, "-5.00"))), "core/no-purchases"],
    ["sums beyond 2^53", lines([...shop(), ...Array(3).fill("c1,2025-01-10,80000000000000")]), "core/amount-too-large"],
    ["an observation that ends before it begins", lines(shop()), "core/no-purchases", "--calibration-end", "2024-12-31"],
    ["a holdout without a day", lines(shop()), "core/period-invalid", "--calibration-end", "2025-12-10"],
    ["an end after the last day", lines(shop()), "core/period-invalid", "--calibration-end", "2026-06-30"],
  ];
  it.each(unfit)("refuses %s with the code of the models", async (_, content, code, ...options) => {
    await expect(trial.runOn(content, ...columns, ...options)).rejects.toMatchObject({ name: "KehuError", code });
    expect(await trial.written()).toEqual([]);
  });

  it("goes on without what customers spend where that cannot be modelled, and says why in both languages", async () => {
    const told = await trial.runOn(lines((await someSales(600)).map((row) => row.replace(/[\d.]+$/, "0"))), ...columns);
    expect(told).toContain("Without spend: A gamma-gamma model needs at least 10 customers and there are 0");
    const [first, row = ""] = (await trial.text("scores.csv")).split("\n");
    expect(first).toBe(
      "customer,frequency,recency_weeks,age_weeks,rfm,p_alive,expected_purchases,expected_spend,lifetime_value,actual_holdout",
    );
    expect(row).toMatch(/^K00001,\d+,[\d.]+,[\d.]+,\d{3},[\d.e-]+,[\d.e-]+,,,$/);
    expect(await trial.json("model.json")).toMatchObject({ spend: null, spendMissing: { code: "core/too-few-customers" } });
    expect(await trial.text("value.html")).toContain("没有消费额模型：拟合 gamma-gamma 模型至少需要 10 位客户，目前只有 0 位");
  });

  it("leaves out single rows, with line, column, reason and remedy", async () => {
    const broken = [
      ",2025-01-10,5.00",
      "c1,2025-02-30,5.00",
      "c1,,5.00",
      "c1,2025-03-10,five",
      "c1,2025-03-10",
      'c1,2025-03-10,"5.00',
      "c1,2025-03-10,5.00,more",
      `${"x".repeat(201)},2025-03-10,5.00`,
      "c1,2925-03-10,5.00",
    ];
    const told = await trial.runOn(lines([...broken, ...(await someSales(600))]), ...columns);
    expect(told).toContain("600 of 609 rows were taken");
    expect((await trial.text("rejects.csv")).replace("\ufeff", "").trim().split("\n")).toEqual([
      "line,column,reason,remedy",
      '2,customer,the customer is missing,"fill it in, or leave the row out"',
      '3,date,"the day does not exist, or lies before 1900",correct it',
      '4,date,the day is missing,"fill it in, or leave the row out"',
      '5,amount,the amount cannot be read,"write it like the rest of the file, such as 1234.50"',
      "6,,the row has fewer cells than the header,fill up the missing ones",
      "7,,a quotation mark is not closed or stands in the wrong place,remove it or close it",
      "8,,the row has more cells than the header,put quotation marks around cells that hold the sign between cells",
      "9,customer,the customer is longer than 200 characters,shorten it",
      "10,date,the day lies in the future,correct it",
    ]);
    expect(await trial.json("model.json")).toMatchObject({ rows: { refused: 9, refusedByReason: { "the customer is missing": 1 } } });
  });
});
