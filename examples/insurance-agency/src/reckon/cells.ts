import { dayOf } from "./days.js";
import type { Cells } from "./read.js";

// What the README says of the cells, written down a second time.

const isText = (cell: string, longest: number): boolean =>
  cell.length <= longest && !/^[=@＝＠]|^[+\-＋－](?![\d.\s]*\d)/.test(cell) && !/\p{Cc}/u.test(cell);
export const isName = (cell: string): boolean => cell !== "" && isText(cell, 200);
const isNumber = (cell: string, longest: number): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(cell) && cell.length <= longest;

/** Fen; undefined where the cell is no amount. */
export function fen(cell: string): number | undefined {
  const plain = cell.normalize("NFKC").replace(/^¥\s*/, "");
  if (!/^(\d{1,12}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?$/.test(plain)) return undefined;
  const [whole = "", cents = ""] = plain.replaceAll(",", "").split(".");
  return Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}
export const basisPoints = (cell: string): number => Math.round(Number(cell.replace("%", "")) * 100);

type Check = (cell: string) => boolean;
const filled =
  (check: Check): Check =>
  (cell) =>
    cell !== "" && check(cell);
const maybe =
  (check: Check): Check =>
  (cell) =>
    cell === "" || check(cell);
const number = (longest: number): Check => filled((cell) => isNumber(cell, longest));
const text =
  (longest: number): Check =>
  (cell) =>
    isText(cell, longest);
const day: Check = (cell) => dayOf(cell) !== undefined;
const amount: Check = (cell) => fen(cell) !== undefined;
const whole: Check = (cell) => /^\d{1,9}$/.test(cell) && Number(cell) <= 3650;
const percent: Check = (cell) => /^\d{1,3}(\.\d{1,2})?%?$/.test(cell) && basisPoints(cell) <= 10_000;
const yesOrNo: Check = (cell) => /^(yes|no)$/i.test(cell);
const word =
  (...words: readonly string[]): Check =>
  (cell) =>
    words.includes(cell);
const time: Check = (cell) => {
  const [, on = "", hour = "", minute = ""] = /^(\S+)[ T](\d{1,2}):(\d{2})$/.exec(cell) ?? [];
  return day(on) && Number(hour) < 24 && Number(minute) < 60;
};
const states = [
  "proposed",
  "inForce",
  "grace",
  "lapsed",
  "reinstatementPending",
  "surrendered",
  "surrenderPaid",
  "freeLookCancelled",
  "terminated",
  "expired",
  "matured",
];
const channels = ["phone", "email", "web", "chat", "sms", "instantMessaging", "fax", "storeVisit", "fieldVisit", "social", "mail", "note"];

/** A row is refused when one of these cells is wrong. */
const checks: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  agents: { agent_no: number(40), name: isName },
  products: {
    product_code: number(32),
    name: filled(text(120)),
    grace_days: maybe(whole),
    waiting_days: maybe(whole),
    cooling_off_days: maybe(whole),
    pays_at_maturity: yesOrNo,
    commission_percent: percent,
    renewal_commission_percent: percent,
  },
  customers: { customer_no: number(40), kind: word("person", "organization"), name: isName, may_be_called: word("yes", "no", "unknown") },
  policies: {
    policy_no: number(32),
    holder_no: number(40),
    insured_no: number(40),
    beneficiaries: text(1000),
    product_code: number(32),
    agent_no: maybe((cell) => isNumber(cell, 40)),
    sum_assured: amount,
    premium: amount,
    frequency: word("single", "monthly", "quarterly", "semiannual", "annual"),
    signed_date: day,
    effective_date: day,
    expiry_date: maybe(day),
    premiums_until: maybe(day),
    paid_to: maybe(day),
    state: word(...states),
    state_since: day,
    reinstatement_applied: maybe(day),
    ended_date: maybe(day),
    end_reason: maybe(word("surrender", "freeLook", "twoYearsLapsed", "claimPaid", "endOfTerm")),
    end_value: maybe(amount),
  },
  receipts: {
    receipt_no: number(40),
    policy_no: number(32),
    amount,
    paid_date: day,
    period_from: maybe(day),
    paid_to: maybe(day),
    method: word("bankTransfer", "directDebit", "card", "onlinePayment", "cash", "cheque"),
  },
  claims: {
    claim_no: number(40),
    policy_no: number(32),
    reporter_no: number(40),
    loss_date: day,
    reported_date: day,
    cause: filled(text(1000)),
    health_consent: yesOrNo,
    claimed_amount: maybe(amount),
    decision: maybe(word("approved", "denied", "withdrawn")),
    decided_date: maybe(day),
    approved_amount: maybe(amount),
    reason: text(500),
    paid_date: maybe(day),
    notice_date: maybe(day),
    ends_policy: yesOrNo,
  },
  servicing: {
    request_no: number(40),
    policy_no: number(32),
    type: word("address", "beneficiaries", "paymentMethod", "sumReduction", "reissue"),
    requester_no: number(40),
    asked_date: day,
    channel: word("phone", "web", "chat", "instantMessaging", "storeVisit", "fieldVisit", "mail"),
    decision: maybe(word("approved", "refused", "withdrawn")),
    decided_date: maybe(day),
    details: text(1000),
    reason: text(300),
  },
  calls: {
    call_no: number(40),
    customer_no: number(40),
    policy_no: maybe((cell) => isNumber(cell, 32)),
    agent_no: maybe((cell) => isNumber(cell, 40)),
    time,
    channel: word(...channels),
    direction: word("inbound", "outbound"),
    topic: filled(text(200)),
    outcome: text(200),
    cost: maybe(amount),
    promise: text(300),
    promised_until: maybe(time),
    kept_date: maybe(day),
  },
};

export const isReadable = (file: string, row: Cells): boolean =>
  Object.entries(checks[file] ?? {}).every(([column, check]) => check(row[column] ?? ""));
