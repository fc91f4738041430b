import { readdir } from "node:fs/promises";
import { UsageError } from "report-kit";
import { type Columns, checkHeader } from "../read-files/read-table.js";
import { agents, calls, claims, customers, policies, products, receipts, servicing, tables } from "../read-files/tables.js";
import { type Adopting, adoptTable } from "./adopt-table.js";
import { callIntake, claimIntake, receiptIntake } from "./journals.js";
import { agentIntake, customerIntake, productIntake } from "./people.js";
import { policyIntake } from "./policies.js";
import { servicingIntake } from "./servicing.js";

/** Which files there are, in the order in which they build on each other. */
export const files = Object.values(tables).map(({ file }) => file);

/** Looks at all files before anything is taken of one. */
export async function checkFiles(folder: string): Promise<void> {
  const missing = await missingFiles(folder);
  if (missing.length > 0)
    throw new UsageError(
      `${folder} has no ${missing.join(", ")}; --from needs a folder with ${files.join(", ")}. A file without rows is enough where there is nothing.`,
    );
  for (const table of Object.values(tables)) await checkHeader<Columns>(folder, table);
}

/** A folder that is none lacks them all. */
async function missingFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder).catch((): readonly string[] => []);
  return files.filter((file) => !found.includes(file));
}

/** All files of the agency. */
export async function adoptFiles(adopting: Adopting): Promise<Readonly<Record<string, number>>> {
  return {
    [agents.file]: await adoptTable(agents, agentIntake, adopting),
    [products.file]: await adoptTable(products, productIntake, adopting),
    [customers.file]: await adoptTable(customers, customerIntake, adopting),
    [policies.file]: await adoptTable(policies, policyIntake, adopting),
    [receipts.file]: await adoptTable(receipts, receiptIntake, adopting),
    [claims.file]: await adoptTable(claims, claimIntake, adopting),
    [servicing.file]: await adoptTable(servicing, servicingIntake, adopting),
    [calls.file]: await adoptTable(calls, callIntake, adopting),
  };
}
