import { monthsBetween } from "./days.js";
import type { Course } from "./policy-course.js";
import { type Cells, cell, day } from "./read.js";
import type { Days, Product } from "./reckoned-book.js";

export interface Paid {
  readonly paidOn: string;
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  /** Of a policy that had lapsed and waits to be reinstated: it came too late to persist. */
  readonly isArrears?: boolean;
}
export interface Policy {
  readonly row: Cells;
  readonly product: Product;
  readonly course: Course;
  readonly paid: Paid[];
  /** What is insured, and what was until a day. */
  sum: number;
  readonly formerSums: { readonly sum: number; readonly until: string }[];
}
export const sumOn = ({ sum, formerSums }: Policy, on: string): number => formerSums.find(({ until }) => until >= on)?.sum ?? sum;
export interface Claim {
  readonly row: Cells;
  state: string;
}
export interface Entry {
  readonly customer: string;
  readonly category: string;
  readonly fen: number;
}
/** What a row says of a day, and when on that day: others build on the lower ranks. */
export interface Happening {
  readonly on: string;
  readonly rank: number;
  readonly line: number;
  readonly row: string;
  readonly file: string;
  /** False where it is refused. */
  readonly happen: () => boolean;
}

/** Where it all comes together: the policies, claims and entries so far, and what is to happen yet. */
export class Stage {
  readonly days: Days;
  readonly policies = new Map<string, Policy>();
  readonly claims = new Map<string, Claim>();
  readonly entries: Entry[] = [];
  readonly happenings: Happening[] = [];

  constructor(days: Days) {
    this.days = days;
  }
  /** What lies before the change-over or after the end does not happen here. */
  plan(happening: Omit<Happening, "on"> & { readonly on: string | undefined }): void {
    const { on } = happening;
    if (on !== undefined && on > this.days.asOf && on <= this.days.until) this.happenings.push({ ...happening, on });
  }
  book({ row }: Policy, category: string, fen: number): void {
    this.entries.push({ customer: cell(row, "holder_no"), category, fen });
  }
  receive(policy: Policy, paid: Paid): void {
    policy.paid.push(paid);
    this.book(policy, "premium", paid.amount);
    const isFirstYear = monthsBetween(day(policy.row, "effective_date") ?? "", paid.from) < 12;
    const rate = isFirstYear ? policy.product.first : policy.product.renewal;
    if (cell(policy.row, "agent_no") !== "" && rate > 0) this.book(policy, "commission", 0 - Math.floor((paid.amount * rate) / 10_000));
  }
  /** Whether a policy has a claim in one of these states. */
  hasClaim(policyNumber: string, states: readonly string[]): boolean {
    return [...this.claims.values()].some(({ row, state }) => cell(row, "policy_no") === policyNumber && states.includes(state));
  }
}
