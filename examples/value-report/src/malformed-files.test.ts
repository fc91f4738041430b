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

  const cases: readonly (readonly [string, string | RegExp, string | Uint8Array, string | RegExp])[] = [
    ["no byte at all", "file/empty", "", "tx.csv is empty; its first line must name the columns."],
    ["a header and nothing else", "file/no-rows", header, "tx.csv has a header and no transactions"],
    [
      "a column that is not there",
      "file/column-missing",
      "id,date,amount\n1,2025-01-01,5",
      'has no column "customer" (--customer); its columns are "id", "date", "amount". Its first line must name the columns.',
    ],
    [
      "a column that is there twice",
      "file/column-twice",
      "customer,date,date,amount\n1,2025-01-01,2025-01-01,5",
      'has the column "date" twice',
    ],
    [
      "a sign between the cells that nobody reads",
      "file/separator-unknown",
      "customer|date|amount\n1|2025-01-01|5",
      'are separated by "|"',
    ],
    ["a workbook", "file/workbook", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), "is a workbook of a spreadsheet, not text"],
    [
      "a compressed file",
      /^file\/(encoding-unknown|not-text)$/,
      deflateSync("customer,date,amount".repeat(50)),
      /is neither UTF-8, UTF-16 nor GB18030|is not text/,
    ],
    ["no text", "file/not-text", new Uint8Array(512).map((_, index) => index % 7), "is not text, or its first line is no header"],
    [
      "a header with an open quote",
      "file/header-unreadable",
      '"customer,date,amount\n1,2025-01-01,5',
      "The header of tx.csv has a quotation mark that is not closed. Its first line must name the columns: export the transactions",
    ],
    [
      "no table at all",
      "file/header-unreadable",
      '[{"customer":"a","date":"2024-01-01","amount":5}]',
      "has a quotation mark in the wrong place. Its first line must name the columns: export the transactions",
    ],
    [
      "no customer in any row",
      "core/purchase-without-customer",
      lines(shop().map((row) => row.replace(/^c\d+/, ""))),
      /cannot be used, more than half.*the customer is missing, first in line 2/,
    ],
    [
      "days that do not exist",
      "core/date-invalid",
      lines(shop().map((row) => row.replace(/-\d\d-10/, "-02-30"))),
      "the day does not exist, or lies before 1900, first in line 2",
    ],
    [
      "text for days",
      "row/day-unreadable",
      lines(shop().map((row) => row.replace(/2025-\d\d-10/, "soon"))),
      "the day cannot be read, first in line 2",
    ],
    [
      "days as a spreadsheet counts them",
      "row/day-is-number",
      lines(shop().map((row) => row.replace(/2025-\d\d-10/, "45667.35"))),
      "the day is a number, as spreadsheets and clocks count days, first in line 2",
    ],
    [
      "NaN for amounts",
      "row/amount-missing",
      lines(shop().map((row) => row.replace(/[\d.]+$/, "NaN"))),
      "the amount is missing, first in line 2",
    ],
    [
      "text for amounts",
      "row/amount-unreadable",
      lines(shop().map((row) => row.replace(/[\d.]+$/, "much"))),
      "the amount cannot be read, first in line 2",
    ],
    [
      "amounts beyond 2^53",
      "core/amount-too-large",
      lines(shop().map((row) => row.replace(/[\d.]+$/, "90071992547409.92"))),
      "the amount is beyond what can be counted exactly",
    ],
    [
      "two currencies",
      "core/different-currencies",
      lines(["c1,2025-01-10,$5.00", "c2,2025-01-10,5.00", "c2,2025-01-10,€5.00"]),
      "tx.csv has amounts in USD (line 2) and in EUR (line 4), which never add; convert one of them with its rate, or make a file of each.",
    ],
    [
      "two currencies in a column of their own",
      "core/different-currencies",
      "customer,date,amount,Currency\nc1,2025-01-10,$5,CAD\nc2,2025-01-10,$5,usd",
      "tx.csv has amounts in CAD (line 2) and in USD (line 3)",
    ],
    [
      "days of both orders",
      "file/days-divided",
      lines(["c1,3/4/2025,5", "c1,1/31/2025,5", "c2,31/1/2025,5", "c2,2/28/2025,5"]),
      "tx.csv has days with the month first (line 3) and days with the day first (line 4), so that 1 day such as 3/4/2026 may be either",
    ],
    [
      "returns only",
      "core/no-purchases",
      lines(shop().map((row) => row.replace(/[\d.]+$/, "-5.00"))),
      /^\d+ amounts, all of the file, are below 0: these are returns, and nothing was bought\. If the file writes what was bought with a minus, turn the signs/,
    ],
    [
      "sums beyond 2^53",
      "core/amount-too-large",
      lines([...shop(), ...Array(3).fill("c1,2025-01-10,80000000000000")]),
      "The amounts of a customer add up beyond what can be counted exactly",
    ],
  ];
  it.each(cases)("says what to do about %s, with the code %s", async (_, code, content, expected) => {
    await expect(trial.runOn(content, ...columns)).rejects.toMatchObject({
      name: "UsageError",
      code: typeof code === "string" ? code : expect.stringMatching(code),
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

  const ends: readonly (readonly [string, string, string, string])[] = [
    [
      "before the first day",
      "2024-12-31",
      "core/no-purchases",
      "--calibration-end 2024-12-31 lies before the first transaction of the file, 2025-01-10, so that there is nothing to learn from; give a day from 2025-01-10 on and before 2025-12-10.",
    ],
    [
      "on the last day",
      "2025-12-10",
      "core/period-invalid",
      "--calibration-end 2025-12-10 leaves nothing to hold against what is expected: the last transaction of the file is of 2025-12-10. Give a day before it, or leave the option out to learn from all of the file.",
    ],
    ["after the last day", "2026-06-30", "core/period-invalid", "the last transaction of the file is of 2025-12-10"],
  ];
  it.each(ends)("says what to do about an end of the observation %s", async (_, day, code, expected) => {
    await expect(trial.runOn(lines(shop()), ...columns, "--calibration-end", day)).rejects.toMatchObject({
      name: "UsageError",
      code,
      message: expect.stringContaining(expected),
    });
    expect(await trial.written()).toEqual([]);
  });
  it("says so where there are returns only up to the end of the observation", async () => {
    const rows = ["c1,2025-01-01,-5", ...shop().map((row) => row.replace("2025", "2026").replace(/-\d\d-10/, "-03-10"))];
    await expect(trial.runOn(lines(rows), ...columns, "--calibration-end", "2025-12-31")).rejects.toMatchObject({
      code: "core/no-purchases",
      message: expect.stringContaining("up to this day there are returns only"),
    });
  });

  it("goes on without what customers spend where that cannot be modelled, and says why in both languages", async () => {
    const told = await trial.runOn(lines((await someSales(600)).map((row) => row.replace(/[\d.]+$/, "0"))), ...columns);
    expect(told).toContain("Note: All amounts are 0; look whether --amount names the right column.");
    expect(told).toContain("Without spend: All amounts up to the end of the observation are 0");
    const [first, row = ""] = (await trial.text("scores.csv")).split("\n");
    expect(first).toBe(
      "customer,frequency,recency_weeks,age_weeks,rfm,p_alive,expected_purchases,expected_spend,lifetime_value,actual_holdout",
    );
    expect(row).toMatch(/^K00001,\d+,[\d.]+,[\d.]+,\d{3},[\d.e-]+,[\d.e-]+,,,$/);
    expect(await trial.json("model.json")).toMatchObject({ spend: null, spendMissing: { code: "core/too-few-customers" } });
    expect(await trial.text("value.html")).toContain("观察期内的金额（扣除退货后）全部为 0");
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
      "c1,2025-03-10,90071992547409.92",
    ];
    const told = await trial.runOn(lines([...broken, ...(await someSales(600))]), ...columns);
    expect(told).toContain("600 of 610 rows were taken, 10 set aside: in 1 the amount is beyond what can be counted exactly");
    expect(await trial.text("value.html")).toContain(
      "搁置 10 行：金额超出可精确计数的范围（最小单位的 2^53） 1 行（core/amount-too-large）",
    );
    for (const code of ["row/quote-open", "core/amount-too-large"]) expect(told).toContain(`(${code})`);
    const rejects = (await trial.text("rejects.csv")).replace("\ufeff", "").trim().split("\n");
    expect(rejects[0]).toBe("line,column,code,reason,remedy,原因,处理");
    const expected = [
      '2,customer,core/purchase-without-customer,the customer is missing,"fill it in, or leave the row out",缺少客户',
      '3,date,core/date-invalid,"the day does not exist, or lies before 1900",correct it,没有这一天',
      '4,date,row/day-missing,the day is missing,"fill it in, or leave the row out",缺少日期',
      '5,amount,row/amount-unreadable,the amount cannot be read,"write it like the rest of the file, such as 1234.50",金额无法识别',
      "6,,row/cells-missing,the row has fewer cells than the header,fill up the missing ones,该行的单元格少于表头",
      "7,,row/quote-open,a quotation mark is not closed or stands in the wrong place,remove it or close it,引号未闭合",
      "8,,row/cells-too-many,the row has more cells than the header,put quotation marks around cells that hold the sign between cells,该行",
      "9,customer,row/customer-too-long,the customer is longer than 200 characters,shorten it,客户超过 200 个字符",
      "10,date,row/day-in-future,the day lies in the future,correct it,日期在未来",
      "11,amount,core/amount-too-large,the amount is beyond what can be counted exactly (2^53 of the smallest unit),correct it,金额超出",
    ];
    expect(rejects.slice(1).map((row, index) => row.slice(0, expected[index]?.length))).toEqual(expected);
    expect(await trial.json("model.json")).toMatchObject({ rows: { refused: 10, refusedByCode: { "row/day-missing": 1 } } });
  });
});
