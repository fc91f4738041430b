import type { FileRow } from "./rows.js";

/** The rows of the files, by file. */
export type Files = Readonly<
  Record<"agents" | "products" | "customers" | "policies" | "receipts" | "claims" | "servicing" | "calls", readonly FileRow[]>
>;

/** What goes wrong in the files of every agency, so many rows from the beginning of each file. The rows that others name stay usable. */
export function soil(files: Files): Files {
  const customers = [...files.customers];
  const change = (rows: FileRow[], at: number, values: FileRow): void => {
    const row = rows[at % rows.length];
    if (row) rows[at % rows.length] = { ...row, ...values };
  };
  // values that are left out
  change(customers, 7, { phone: "1380013" });
  change(customers, 19, { phone: "打不通" });
  change(customers, 31, {
    document_no: `${customers[31 % customers.length]?.["document_no"]?.slice(0, -1) ?? ""}0`,
    document_kind: "resident_id",
  });
  change(customers, 43, { birth_date: "1985-02-30" });
  change(customers, 55, { email: "wang.li@" });
  // markup that must stay text
  change(customers, 12, { address: `<img src=x onerror="alert('地址')">人民路1号` });
  // the same people again, written in another way
  for (const [index, at] of [
    [1, 3],
    [2, 40],
    [3, 90],
  ] as const) {
    const twin = customers[at % customers.length];
    if (twin)
      customers.push({
        ...twin,
        customer_no: `C9${String(index).padStart(5, "0")}`,
        name: ` ${twin["name"]} `,
        phone: (twin["phone"] ?? "").replace(/[\s-]/g, ""),
        birth_date: (twin["birth_date"] ?? "").replaceAll("-", "/"),
        may_be_called: "unknown",
        consent_date: "",
      });
  }
  // people whom nobody can take in
  customers.push({
    ...empty(customers),
    customer_no: "C900101",
    kind: "person",
    name: '=HYPERLINK("http://example.com/?"&A2,"点击查看")',
    may_be_called: "unknown",
  });
  customers.push({ ...empty(customers), customer_no: "C900102", kind: "person", name: "", may_be_called: "yes" });

  const policies = [...files.policies];
  const [sound] = policies;
  if (sound) {
    policies.push({ ...sound, policy_no: "XX2024900001", effective_date: "2024-02-30", state_since: "2024-02-28" });
    policies.push({ ...sound, policy_no: "XX2024900002", beneficiaries: `${sound["holder_no"]} 60; ${sound["insured_no"]} 30` });
    policies.push({ ...sound, policy_no: "XX2024900003", holder_no: "C999999" });
    policies.push({ ...sound, policy_no: "XX2024900004", premium: "一千二百元" });
  }
  const receipts = [...files.receipts];
  const [paid] = receipts;
  if (paid) {
    receipts.push({ ...paid, receipt_no: "R900001", policy_no: "WL2019000000" });
    receipts.push({ ...paid, receipt_no: "R900002", paid_date: "2025-13-01" });
    receipts.push({ ...paid, receipt_no: "R900003", amount: "-1200.00" });
    receipts.push({ ...paid });
  }
  const claims = [...files.claims];
  const [claimed] = claims;
  if (claimed) claims.push({ ...claimed, claim_no: "XX2024900001-C1", policy_no: "XX2024900001" });
  const servicing = [...files.servicing];
  const [asked] = servicing;
  if (asked) {
    servicing.push({ ...asked, request_no: "B900001", requester_no: customers.at(-3)?.["customer_no"] ?? "" });
    servicing.push({ ...asked, request_no: "B900002", type: "保单贷款", details: "5000" });
  }
  const calls = [...files.calls];
  const [called] = calls;
  if (called) {
    calls.push({ ...called, call_no: "K900001", topic: "@SUM(1+1)*cmd|' /C calc'!A0" });
    calls.push({ ...called, call_no: "K900002", time: "2025-02-29 10:00" });
    calls.push({ ...called, call_no: "K900003", customer_no: "C900102" });
  }
  return { ...files, customers, policies, receipts, claims, servicing, calls };
}
const empty = ([first]: readonly FileRow[]): FileRow => Object.fromEntries(Object.keys(first ?? {}).map((name) => [name, ""]));

/** Rows that are broken as text: a stray quotation mark, and a row with a comma too many. */
export const brokenLines: Readonly<Record<string, readonly string[]>> = {
  receipts: ['R900004,"WL2019000001,1200.00,2025-05-06,,,cash', "R900005,WL2019000001,1,200.00,2025-05-06,,,cash"],
  calls: ["K900004,C000001"],
};
