import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CalendarDate } from "@kehu/core";
import { generateInsuranceBook } from "@kehu/testing";
import { stringify } from "csv-stringify/sync";
import iconv from "iconv-lite";
import { tables } from "../read-files/tables.js";
import { brokenLines, type Files, soil } from "./dirt.js";
import { agentRow, callRow, claimRow, customerRow, policyRow, productRow, receiptRow } from "./rows.js";
import { servicingRows } from "./servicing-rows.js";

export interface BookOptions {
  readonly policies: number;
  readonly seed: number;
  readonly asOf: CalendarDate;
  readonly until: CalendarDate;
}
export const usualPolicies = 200;
export const usualSeed = 20_250_630;

/** Writes the files of an agency as its spreadsheets would: one in GB18030, one with a mark and Windows' line ends, the others in UTF-8. */
export async function writeFiles(folder: string, { policies, seed, asOf, until }: BookOptions): Promise<void> {
  const book = generateInsuranceBook({ seed, policies, from: "2023-01-01", until });
  const receiptsOf = new Map<string, (typeof book.receipts)[number][]>();
  for (const receipt of book.receipts) {
    const own = receiptsOf.get(receipt.policyNumber);
    if (own) own.push(receipt);
    else receiptsOf.set(receipt.policyNumber, [receipt]);
  }
  const files = soil({
    agents: book.staff.map(agentRow),
    products: book.products.map(productRow),
    customers: book.customers.map(customerRow),
    policies: book.policies.map((each) => policyRow(each, receiptsOf.get(each.policyNumber) ?? [], asOf)),
    receipts: book.receipts.map(receiptRow),
    claims: book.claims.map(claimRow),
    servicing: servicingRows(book, { receiptsOf, until }),
    calls: book.contacts.map(callRow),
  });
  await mkdir(folder, { recursive: true });
  for (const name of Object.keys(files) as (keyof Files)[]) {
    const { file, columns } = tables[name];
    const broken = brokenLines[name] ?? [];
    const text = stringify([...files[name]], { header: true, columns: Object.keys(columns) });
    const middle = text.indexOf("\n", Math.floor(text.length / 2)) + 1;
    await writeFile(
      join(folder, file),
      encoded(name, text.slice(0, middle) + broken.map((line) => `${line}\n`).join("") + text.slice(middle)),
    );
  }
}

function encoded(name: keyof Files, text: string): Buffer {
  if (name === "customers") return iconv.encode(text, "gb18030");
  return Buffer.from(name === "claims" ? `\ufeff${text.replaceAll("\n", "\r\n")}` : text);
}
