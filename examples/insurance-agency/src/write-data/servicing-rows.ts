import type { CalendarDate } from "@kehu/core";
import type { BookPolicy, BookReceipt, InsuranceBook } from "@kehu/testing";
import { dayOf, type FileRow } from "./rows.js";

interface Around {
  readonly receiptsOf: ReadonlyMap<string, readonly BookReceipt[]>;
  readonly until: CalendarDate;
}
const types = ["address", "paymentMethod", "beneficiaries", "reissue", "address", "sumReduction"] as const;
const channels = {
  address: ["phone", "instantMessaging", "web"],
  paymentMethod: ["web", "phone", "storeVisit"],
  reissue: ["phone", "storeVisit", "chat"],
  beneficiaries: ["storeVisit", "fieldVisit", "mail"],
  sumReduction: ["fieldVisit", "storeVisit", "web"],
} as const;
const streets = ["人民路", "解放路", "中山路", "建设路", "和平路"];

/** 保全: every fifth policy has something changed once, while it stands. A few requests are refused or taken back, a few were left lying. */
export function servicingRows(book: InsuranceBook, around: Around): readonly FileRow[] {
  const rows = book.policies.flatMap((policy, index) => (index % 5 === 0 ? rowOf(policy, index / 5, around) : []));
  return rows.map((row, index) => ({ request_no: `B${String(index + 1).padStart(6, "0")}`, ...row }));
}

function rowOf(policy: BookPolicy, index: number, { receiptsOf, until }: Around): readonly FileRow[] {
  const askedOn = addDays(policy.effectiveOn > "2025-02-01" ? policy.effectiveOn : "2025-02-01", 15 + ((index * 67) % 500));
  const decidedOn = addDays(askedOn, 1 + (index % 4));
  if (decidedOn > until || !stands(policy, askedOn) || !stands(policy, decidedOn)) return [];
  const type = typeOf(policy, index, (receiptsOf.get(policy.policyNumber) ?? []).at(-1)?.paidOn ?? askedOn, askedOn);
  const decision = index % 7 === 4 ? "" : index % 11 === 6 ? "refused" : index % 13 === 9 ? "withdrawn" : "approved";
  return [
    {
      policy_no: policy.policyNumber,
      type,
      requester_no: policy.holderNumber,
      asked_date: askedOn,
      channel: channels[type][index % 3] as string,
      decision,
      decided_date: decision === "" ? "" : decidedOn,
      details: detailsOf(type, policy, index),
      reason: decision === "refused" ? "申请书签名与投保时不一致" : "",
    },
  ];
}

/** Whoever still pays as before has nothing reduced. */
function typeOf(policy: BookPolicy, index: number, lastPaidOn: CalendarDate, askedOn: CalendarDate): (typeof types)[number] {
  const type = types[index % types.length] ?? "address";
  if (type === "sumReduction" && lastPaidOn > askedOn) return "paymentMethod";
  return type === "beneficiaries" && policy.beneficiaries.length === 0 ? "reissue" : type;
}

function detailsOf(type: (typeof types)[number], { beneficiaries, sumAssured, premium }: BookPolicy, index: number): string {
  const half = (amountMinor: number): string => (Math.ceil(amountMinor / 2) / 100).toFixed(2);
  const [first] = beneficiaries;
  return {
    address: `${streets[index % streets.length]}${1 + ((index * 17) % 199)}号`,
    paymentMethod: ["directDebit", "bankTransfer", "card"][index % 3] as string,
    beneficiaries: `${first?.customerNumber} 100`,
    reissue: "",
    sumReduction: `${half(sumAssured.amountMinor)} ${half(premium.amountMinor)}`,
  }[type];
}

const stands = ({ stays }: BookPolicy, on: CalendarDate): boolean =>
  ["inForce", "grace"].includes(stays.filter(({ from }) => dayOf(from) < on).at(-1)?.state ?? "");
const addDays = (on: CalendarDate, days: number): CalendarDate => new Date(Date.parse(on) + days * 86_400_000).toISOString().slice(0, 10);
