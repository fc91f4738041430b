import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeCohort } from "./cohort.js";
import { someSales, tryStart } from "./try-start.js";

interface Sale {
  readonly customer: string;
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly amount: string;
}
const columns = ["--customer", "customer", "--date", "date", "--amount", "amount"];
const grouped = (amount: string, [group, point]: readonly [string, string]): string => {
  const [whole = "", cents = ""] = amount.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, group)}${point}${cents}`;
};

describe("files as people export them", () => {
  let trial: Awaited<ReturnType<typeof tryStart>>;
  const sales: Sale[] = [];
  let scores = "";
  const csv = (row: (sale: Sale) => readonly string[], { sign = ",", end = "\n" } = {}): string =>
    [["customer", "date", "amount"], ...sales.map(row)].map((cells) => cells.join(sign)).join(end);
  const plain = ({ customer, year, month, day, amount }: Sale) => [customer, `${year}-${month}-${day}`, amount];
  const short = (part: string): string => String(Number(part));

  beforeAll(async () => {
    trial = await tryStart();
    for await (const { customer, date, amounts } of makeCohort().source.rows()) {
      if (sales.length === 1500) break;
      const [year = "", month = "", day = ""] = date.split("-");
      sales.push({ customer, year, month, day, amount: `${Number(amounts[0]) > 900 ? 1 : ""}${amounts[0]}` });
    }
    await trial.runOn(csv(plain), ...columns);
    scores = await trial.text("scores.csv");
    expect(scores.split("\n").length).toBeGreaterThan(100);
  });
  afterAll(() => trial.remove());

  const forms: readonly (readonly [string, () => string | Uint8Array])[] = [
    [
      "days as 12/1/2010 8:26",
      () => csv(({ customer, year, month, day, amount }) => [customer, `${short(month)}/${short(day)}/${year} 8:26`, amount]),
    ],
    [
      "days as 1/12/10",
      () => csv(({ customer, year, month, day, amount }) => [customer, `${short(day)}/${short(month)}/${year.slice(2)}`, amount]),
    ],
    ["days as 20101201", () => csv(({ customer, year, month, day, amount }) => [customer, `${year}${month}${day}`, amount])],
    [
      "instants with a zone",
      () => csv(({ customer, year, month, day, amount }) => [customer, `${year}-${month}-${day}T23:59:59.000+08:00`, amount]),
    ],
    ["quoted cells and a byte order mark", () => `\ufeff${csv((sale) => plain(sale).map((cell) => `"${cell}"`), { end: "\r\n" })}`],
    [
      "semicolons, decimal commas and grouped thousands",
      () => csv((sale) => [...plain(sale).slice(0, 2), grouped(sale.amount, [".", ","])], { sign: ";" }),
    ],
    [
      "tabs and blanks in thousands",
      () => csv((sale) => [...plain(sale).slice(0, 2), grouped(sale.amount, ["\u00a0", ","])], { sign: "\t" }),
    ],
    ["grouped thousands in quotes", () => csv((sale) => [...plain(sale).slice(0, 2), `"${grouped(sale.amount, [",", "."])}"`])],
    ["UTF-16", () => Buffer.from(`\ufeff${csv(plain)}`, "utf16le")],
    [
      "rows in another order",
      () =>
        `customer,date,amount\n${sales
          .map((sale) => plain(sale).join(","))
          .toReversed()
          .join("\n")}`,
    ],
    ["amounts of a spreadsheet's floats", () => csv((sale) => [...plain(sale).slice(0, 2), `${sale.amount}0000000001`])],
  ];
  it.each(forms)("gives the same scores from %s", async (_, content) => {
    await trial.runOn(content(), ...columns);
    expect(await trial.text("scores.csv")).toBe(scores);
  });

  it.each(["Pacific/Kiritimati", "America/Los_Angeles"])("gives the same scores in a process that runs in %s", async (zone) => {
    vi.stubEnv("TZ", zone);
    expect(new Date(2026, 0, 1).getTimezoneOffset()).toBe({ "Pacific/Kiritimati": -840, "America/Los_Angeles": 480 }[zone]);
    const late = ({ customer, year, month, day, amount }: Sale) => [customer, `${year}-${month}-${day} 23:59:59`, amount];
    await trial.runOn(csv(late), ...columns);
    expect(await trial.text("scores.csv")).toBe(scores);
    vi.unstubAllEnvs();
  });

  it("takes currency signs, and names the currency", async () => {
    expect(
      await trial.runOn(
        csv((sale) => [...plain(sale).slice(0, 2), `£${sale.amount}`]),
        ...columns,
      ),
    ).toContain("Amounts are in GBP.");
    expect(await trial.text("scores.csv")).toBe(scores);
  });

  it("takes names of columns in Chinese from a file in GB18030", async () => {
    const text = csv((sale) => [...plain(sale).slice(0, 2), `￥${sale.amount}`]).replace("customer,date,amount", "客户,日期,金额");
    expect(await trial.runOn(iconv.encode(text, "gb18030"), "--customer", "客户", "--date", "日期", "--amount", "金额")).toContain(
      "The file is not in UTF-8 and was read as GB18030",
    );
    expect(await trial.text("scores.csv")).toBe(scores);
  });

  it("multiplies two columns exactly", async () => {
    const text = csv((sale) => [...plain(sale), "2"]).replace("customer,date,amount", "customer,date,price,count");
    await trial.runOn(text, "--customer", "customer", "--date", "date", "--amount", "price*count");
    const [, spend] = [scores, await trial.text("scores.csv")].map((all) => Number(all.split("\n")[1]?.split(",")[7]));
    expect(spend).toBeCloseTo(2 * Number(scores.split("\n")[1]?.split(",")[7]), 8);
  });

  it("counts amounts in whole yen", async () => {
    await trial.runOn(
      csv((sale) => [...plain(sale).slice(0, 2), `${Math.round(Number(sale.amount))} JPY`]),
      ...columns,
    );
    expect(await trial.json("model.json")).toMatchObject({ settings: { currency: "JPY", unitMinor: 1 } });
  });

  it("takes the currency from a column of its own", async () => {
    const text = csv((sale) => [...plain(sale), "cad"]).replace("customer,date,amount", "customer,date,amount,Currency");
    expect(await trial.runOn(text, ...columns)).toContain("Amounts are in CAD.");
    expect(await trial.text("scores.csv")).toBe(scores);
  });

  it("tells customers apart whose ids differ in capital letters only, and says how many", async () => {
    const told = await trial.runOn(`${csv(plain)}\nk00001,2025-03-10,5.00`, ...columns);
    expect(told).toContain("1 customer has the id of another one but for capital letters");
    expect(await trial.text("value.html")).toContain("1 位客户的编号与另一位仅大小写不同");
  });

  it("counts rows that stand twice in the file, and says how many", async () => {
    const rows = sales.slice(0, 3).map((sale, index) => [...plain(sale), `invoice ${index}`].join(","));
    const text = `${csv((sale) => [...plain(sale), "invoice"])}\n${rows.join("\n")}\n${rows[0]}\n${rows[0]}`;
    const told = await trial.runOn(text.replace("customer,date,amount", "customer,date,amount,invoice"), ...columns);
    expect(told).toContain("2 rows say the same as an earlier one in every cell");
    expect(told).toContain("All 1,505 rows were taken.");
    expect(await trial.json("model.json")).toMatchObject({ rows: { repeated: 2 } });
    expect(await trial.text("value.html")).toContain("2 行与之前某行的每个单元格都相同");
    const doubled = `${csv(plain)}\n${sales.map((sale) => plain(sale).join(",")).join("\n")}`;
    expect(await trial.runOn(doubled, ...columns)).toContain("Note: 1,500 rows say the same");
  });

  it("takes returns off what was bought before", async () => {
    const returned = [...sales.slice(0, 3)].map((sale) => [sale.customer, "2025-06-20", `-${sale.amount}`].join(","));
    expect(await trial.runOn([csv(plain), ...returned].join("\n"), ...columns)).toContain("3 rows with an amount below 0");
    const before = scores.split("\n").slice(1, -1);
    const after = (await trial.text("scores.csv")).split("\n").slice(1, -1);
    expect(after.map((row) => row.split(",").slice(0, 2))).toEqual(before.map((row) => row.split(",").slice(0, 2)));
    expect(await trial.text("scores.csv")).not.toBe(scores);
  });

  it("says that it assumed the month first where no day tells", async () => {
    const open = csv(({ customer, year, month, day, amount }) => [customer, `${short(month)}/${(Number(day) % 12) + 1}/${year}`, amount]);
    expect(await trial.runOn(open, ...columns)).toContain(
      "Note: No day of the file tells whether 1/2/2010 is in January or in February; it was read with the month first.",
    );
    expect(await trial.text("value.html")).toContain("此处按先月后日读取");
    expect(await trial.json("model.json")).toMatchObject({ reading: { dayAndMonth: "month first", dayAndMonthIs: "assumed" } });
    const dotted = csv(({ customer, year, month, day, amount }) => [customer, `${short(month)}.${(Number(day) % 12) + 1}.${year}`, amount]);
    expect(await trial.runOn(dotted, ...columns)).toContain("it was read with the day first.");
  });

  it("says which day stands far apart from all others", async () => {
    const told = await trial.runOn(`${csv(plain)}\nC1,1970-01-01,5\n`, ...columns);
    expect(told).toContain("Note: 1970-01-01 stands far apart from all other days");
    expect(told.match(/stands far apart/g)).toHaveLength(1);
    expect(await trial.text("value.html")).toContain("1970-01-01 与其余所有日期相距甚远");
    expect(await trial.runOn(csv(plain), ...columns)).not.toContain("stands far apart");
  });
  it("says so of a few wrong days at one end, and of days at both", async () => {
    const more = (...days: readonly string[]): string => `${csv(plain)}\n${days.map((day, index) => `C${index},${day},5`).join("\n")}\n`;
    const told = await trial.runOn(more("1970-01-01", "1970-01-02"), ...columns);
    expect(told).toContain("Note: 1970-01-01 and 1970-01-02 stand far apart from all other days, and stretch the time");
    expect(await trial.text("value.html")).toContain("1970-01-01和1970-01-02 与其余所有日期相距甚远");
    expect(await trial.runOn(more("1970-01-01", "1980-05-01", "1980-05-03"), ...columns)).toContain(
      "Note: 3 days from 1970-01-01 to 1980-05-03 stand far apart",
    );
    const both = await trial.runOn(more("2001-01-01", "2026-05-01"), ...columns);
    for (const day of ["2001-01-01", "2026-05-01"]) expect(both).toContain(`Note: ${day} stands far apart`);
    const yearly = [2001, 2003, 2006, 2008, 2011, 2013, 2016, 2018].map((year) => `C1,${year}-03-01,5`);
    expect(await trial.runOn(`customer,date,amount\n${yearly.join("\n")}\n`, ...columns)).not.toContain("far apart");
  });
  it("says so where two numbers below 0 make an amount above", async () => {
    const rows = sales.map((sale) => [...plain(sale).slice(0, 2), "1", sale.amount].join(","));
    const file = (...more: readonly string[]): string => ["customer,date,quantity,price", ...rows, ...more].join("\n");
    const multiplied = [...columns.slice(0, 4), "--amount", "quantity*price"];
    const told = await trial.runOn(file("K00001,2025-03-10,-2,-5.00", "K00001,2025-03-11,-2,5.00"), ...multiplied);
    expect(told).toContain(
      "Note: In 1 row two of the numbers that are multiplied are below 0, which makes an amount above 0: counted as a purchase.",
    );
    expect(told).toContain("1 row with an amount below 0");
    expect(await trial.text("value.html")).toContain("1 行中相乘的数值有两个为负");
    expect(await trial.json("model.json")).toMatchObject({ rows: { returns: 1, twoBelowZero: 1 } });
    expect(await trial.runOn(file("K00001,2025-03-10,-2,5.00"), ...multiplied)).not.toContain("two of the numbers");
  });
  it("refuses days that seem to begin with a year of two digits, and says so where nothing tells", async () => {
    const short = csv(({ customer, year, month, day, amount }) => [customer, `${year.slice(2)}-${month}-${day}`, amount]);
    await expect(trial.runOn(short, ...columns)).rejects.toMatchObject({ code: "file/year-open" });
    const told = await trial.runOn("customer,date,amount\na,20-01-05,1\na,19-01-06,2\n", ...columns);
    expect(told).toContain("Note: No day of the file tells whether 20-01-05 begins or ends with the year");
    expect(told).toContain("2005-01-20 to 2006-01-19");
  });
  it("counts customers who have returns only", async () => {
    const told = await trial.runOn(`${csv(plain)}\nback,2024-03-05,-5\nback,2024-03-06,-5\n`, ...columns);
    expect(told).toContain("1 customer has returns only, with nothing bought, and is not in scores.csv.");
    expect(await trial.text("scores.csv")).not.toMatch(/^back,/m);
  });
  it("goes by most of the days where some have another order, and leaves those out that cannot be read so", async () => {
    const mixed = csv((sale) => [sale.customer, `${short(sale.month)}/${short(sale.day)}/${sale.year}`, sale.amount]);
    expect(await trial.runOn(`${mixed}\nK00001,31/12/2024,5.00`, ...columns)).toContain(
      "in 1 the day has its parts in another order than the rest of the file",
    );
  });

  it("does without amounts", async () => {
    expect(await trial.runOn(csv(plain), ...columns.slice(0, 4))).toContain("No column of amounts was named");
    const rows = (await trial.text("scores.csv")).split("\n").slice(1, -1);
    expect(rows.every((row) => /^K\d+,\d+,[\d.]+,[\d.]+,\d\d,[\d.e-]+,[\d.e-]+,,,$/.test(row))).toBe(true);
    expect(await trial.text("value.html")).toContain("No amounts were named");
  });

  it("makes customers harmless for spreadsheets and for browsers", async () => {
    const names = ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "+1"];
    await trial.runOn(
      csv((sale) => [`${names[Number(sale.customer.slice(1)) % 40] ?? sale.customer}`, ...plain(sale).slice(1)]),
      ...columns,
    );
    const customers = (await trial.text("scores.csv")).split("\n").map((row) => row.split(",")[0]);
    for (const name of ["'=1+1", "'@SUM(A1)", "'+1"]) expect(customers).toContain(name);
    expect(await trial.text("value.html")).not.toContain("<script>alert");
  });
});

describe("the made-up shop", () => {
  it("shows everything, in both languages, in a page that loads nothing", async () => {
    const trial = await tryStart();
    await trial.run();
    expect([...(await trial.written())].sort()).toEqual(["model.json", "rejects.csv", "scores.csv", "value.html"]);
    const page = await trial.text("value.html");
    for (const id of ["curve", "rfm", "alive", "weeks", "groups"]) expect(page).toContain(`<figcaption id="${id}-caption">`);
    for (const title of ["Worth most", "Worth least", "价值最高", "价值最低", "Expected and actual", "预期与实际"])
      expect(page).toContain(title);
    expect(page).not.toMatch(/NaN|undefined|Infinity|https?:\/\//);
    expect(page).not.toMatch(/\b1 (?:days|repeat purchases)\b/);
    const first = await trial.text("scores.csv");
    await trial.run();
    expect(await trial.text("scores.csv")).toBe(first);
    await trial.remove();
  });

  it("says why there is nothing to compare where nothing was held back", async () => {
    const trial = await tryStart();
    await trial.runOn(["customer,date,amount", ...(await someSales(600))].join("\n"), ...columns);
    expect(await trial.text("value.html")).toContain("No purchases were held back");
    expect(await trial.json("model.json")).toMatchObject({
      backTest: null,
      settings: { calibrationEnd: null, horizonWeeks: 52, months: 12 },
    });
    await trial.remove();
  });
});
