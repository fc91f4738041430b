import { basisPoints, fen, isReadable } from "./cells.js";
import { dayOf } from "./days.js";
import { type Cells, cell, day, read } from "./read.js";
import { isWholeRequest, mayAsk } from "./requests.js";

export interface Days {
  readonly asOf: string;
  readonly until: string;
}
/** The rows of a file that may enter, and how many rows it has. */
export interface Sieved {
  readonly rows: number;
  readonly good: readonly Cells[];
}
export interface Product {
  readonly graceDays: number;
  readonly waitingDays: number;
  readonly paysAtMaturity: boolean;
  readonly first: number;
  readonly renewal: number;
}
/** The files as far as their cells and what they name can be used. */
export interface ReckonedBook {
  readonly files: Readonly<
    Record<"agents" | "products" | "customers" | "policies" | "receipts" | "claims" | "servicing" | "calls", Sieved>
  >;
  readonly products: ReadonlyMap<string, Product>;
}

/** Every file without the rows that cannot enter, in the order in which they build on each other. */
export function reckonedBook(folder: string, { asOf, until }: Days): ReckonedBook {
  const sieve = (name: string, file: string, number: string, mayEnter: (row: Cells) => boolean): Sieved => {
    const { rows, broken } = read(folder, file);
    const seen = new Set<string>();
    const good = rows.filter((row) => {
      if (!isReadable(name, row) || seen.has(cell(row, number))) return false;
      seen.add(cell(row, number));
      return mayEnter(row);
    });
    return { rows: rows.length + broken, good };
  };
  const numbers = ({ good }: Sieved, column: string): ReadonlySet<string> => new Set(good.map((row) => cell(row, column)));
  const agents = sieve("agents", "agents.csv", "agent_no", () => true);
  const products = sieve("products", "products.csv", "product_code", () => true);
  const customers = sieve("customers", "customers.csv", "customer_no", () => true);
  const [staff, codes, people] = [numbers(agents, "agent_no"), numbers(products, "product_code"), numbers(customers, "customer_no")];
  const isAgent = (row: Cells): boolean => cell(row, "agent_no") === "" || staff.has(cell(row, "agent_no"));
  const policies = sieve(
    "policies",
    "policies.csv",
    "policy_no",
    (row) =>
      people.has(cell(row, "holder_no")) &&
      people.has(cell(row, "insured_no")) &&
      codes.has(cell(row, "product_code")) &&
      isAgent(row) &&
      isSound(row, people, { asOf, until }),
  );
  const known = numbers(policies, "policy_no");
  const signedOn = new Map(policies.good.map((row) => [cell(row, "policy_no"), day(row, "signed_date") as string]));
  const sold = (row: Cells): boolean => (signedOn.get(cell(row, "policy_no")) ?? "") > asOf;
  const receipts = sieve("receipts", "premium-receipts.csv", "receipt_no", (row) => {
    const [paidOn = "", from = "", to = ""] = ["paid_date", "period_from", "paid_to"].map((column) => day(row, column));
    if (!known.has(cell(row, "policy_no")) || paidOn > until) return false;
    return paidOn > asOf || (!sold(row) && from !== "" && to !== "" && to >= from && (fen(cell(row, "amount")) ?? 0) > 0);
  });
  const claims = sieve(
    "claims",
    "claims.csv",
    "claim_no",
    (row) =>
      known.has(cell(row, "policy_no")) &&
      people.has(cell(row, "reporter_no")) &&
      isComplete(row) &&
      (day(row, "reported_date") ?? "") <= until &&
      ((day(row, "reported_date") ?? "") > asOf || !sold(row)) &&
      isToldSoundly(row),
  );
  const owner = new Map(policies.good.map((row) => [cell(row, "policy_no"), row]));
  const servicing = sieve("servicing", "servicing.csv", "request_no", (row) => {
    const [askedOn = "", policy] = [day(row, "asked_date"), owner.get(cell(row, "policy_no"))];
    if (policy === undefined || !people.has(cell(row, "requester_no")) || askedOn > until || !isWholeRequest(row, people)) return false;
    return askedOn > asOf || (!sold(row) && mayAsk(row, policy));
  });
  const calls = sieve(
    "calls",
    "calls.csv",
    "call_no",
    (row) =>
      people.has(cell(row, "customer_no")) &&
      (cell(row, "policy_no") === "" || known.has(cell(row, "policy_no"))) &&
      isAgent(row) &&
      (cell(row, "promise") === "") === (cell(row, "promised_until") === "") &&
      (dayOf(cell(row, "time").split(/[ T]/)[0] ?? "") ?? "") <= until,
  );
  const terms = new Map(products.good.map((row) => [cell(row, "product_code"), productOf(row)]));
  return { files: { agents, products, customers, policies, receipts, claims, servicing, calls }, products: terms };
}

const productOf = (row: Cells): Product => ({
  graceDays: cell(row, "grace_days") === "" ? 60 : Number(cell(row, "grace_days")),
  waitingDays: Number(cell(row, "waiting_days")),
  paysAtMaturity: cell(row, "pays_at_maturity").toLowerCase() === "yes",
  first: basisPoints(cell(row, "commission_percent")),
  renewal: basisPoints(cell(row, "renewal_commission_percent")),
});

function isSound(row: Cells, people: ReadonlySet<string>, { asOf, until }: Days): boolean {
  const [signed = "", since = "", effective = ""] = ["signed_date", "state_since", "effective_date"].map((column) => day(row, column));
  const [expires, premiumsUntil, paidTo] = ["expiry_date", "premiums_until", "paid_to"].map((column) => day(row, column));
  const isLater = signed > asOf;
  if (signed > until || (!isLater && since > asOf) || (fen(cell(row, "premium")) ?? 0) <= 0 || (fen(cell(row, "sum_assured")) ?? 0) <= 0)
    return false;
  if (
    (expires !== undefined && expires < effective) ||
    (premiumsUntil !== undefined && premiumsUntil <= effective) ||
    (!isLater && paidTo !== undefined && paidTo < effective)
  )
    return false;
  const shares = cell(row, "beneficiaries")
    .split(/[;；]/)
    .filter((part) => cell(row, "beneficiaries") !== "" || part !== "")
    .map((part) => /^\s*(\S+)\s+(\d{1,3})\s*%?\s*$/.exec(part));
  if (shares.some((share) => share === null || !people.has(share[1] ?? "") || Number(share[2]) < 1 || Number(share[2]) > 100)) return false;
  return shares.length === 0 || shares.reduce((sum, share) => sum + Number(share?.[2]), 0) === 100;
}

function isComplete(row: Cells): boolean {
  const decision = cell(row, "decision");
  const [reported = "", decided, paid, notice] = ["reported_date", "decided_date", "paid_date", "notice_date"].map((column) =>
    day(row, column),
  );
  if ((decision === "") !== (decided === undefined) || (decided !== undefined && decided < reported)) return false;
  if (decision === "approved" && cell(row, "approved_amount") === "") return false;
  if (decision !== "" && decision !== "approved" && cell(row, "reason") === "") return false;
  if (notice !== undefined && (decision !== "denied" || notice < (decided ?? ""))) return false;
  return paid === undefined || (decision === "approved" && paid >= (decided ?? ""));
}
const isToldSoundly = (row: Cells): boolean =>
  (day(row, "loss_date") ?? "") <= (day(row, "reported_date") ?? "") &&
  (cell(row, "claimed_amount") === "" || (fen(cell(row, "claimed_amount")) ?? 0) > 0);
