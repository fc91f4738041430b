import type { CalendarDate, Channel, Instant, Money } from "@kehu/core";
import type { CustomerInput } from "../customers.js";

/** A row that others name by its number. */
export interface BookCustomer {
  readonly customerNumber: string;
  readonly customer: CustomerInput;
}
/** What `relatedNumber` is to `customerNumber`, in the words of the built-in `relationship`. */
export interface BookRelationship {
  readonly customerNumber: string;
  readonly relatedNumber: string;
  readonly kind: "household" | "employer";
  readonly startsOn: CalendarDate;
}
export interface BookStaff {
  readonly staffNumber: string;
  readonly displayName: string;
}
/** In the words of `insurance/product`. */
export interface BookProduct {
  readonly code: string;
  readonly name: string;
  readonly waitingDays?: number;
  readonly coolingOffDays?: number;
  readonly paysAtMaturity: boolean;
  readonly commissionBasisPoints: number;
  readonly renewalCommissionBasisPoints: number;
}
export type BookFrequency = "single" | "monthly" | "quarterly" | "semiannual" | "annual";
export type BookPolicyState =
  | "inForce"
  | "grace"
  | "lapsed"
  | "reinstatementPending"
  | "terminated"
  | "surrendered"
  | "surrenderPaid"
  | "freeLookCancelled"
  | "expired"
  | "matured";
export interface BookStay {
  readonly state: BookPolicyState;
  readonly from: Instant;
  readonly until?: Instant;
}
/** A policy as it stands at the end of the book, in the words of `insurance/policy`. */
export interface BookPolicy {
  readonly policyNumber: string;
  readonly holderNumber: string;
  readonly insuredNumber: string;
  readonly beneficiaries: readonly { readonly customerNumber: string; readonly rank: number; readonly shareBasisPoints: number }[];
  readonly productCode: string;
  readonly agentNumber: string;
  readonly sumAssured: Money;
  /** One instalment. */
  readonly premium: Money;
  readonly premiumFrequency: BookFrequency;
  readonly effectiveOn: CalendarDate;
  /** The last day of cover; empty for whole life. */
  readonly expiresOn?: CalendarDate;
  /** No premium falls due on or after this day. */
  readonly premiumsUntilOn?: CalendarDate;
  readonly receiptSignedOn: CalendarDate;
  /** The day on which the next premium is due. */
  readonly paidToOn: CalendarDate;
  readonly state: BookPolicyState;
  /** All states that it went through, in effective time; the last one is `state`. */
  readonly stays: readonly BookStay[];
  readonly reinstatementAppliedOn?: CalendarDate;
  readonly endedOn?: CalendarDate;
  readonly endReason?: "surrender" | "freeLook" | "twoYearsLapsed" | "claimPaid" | "endOfTerm";
  readonly endValue?: Money;
}
/** In the words of `insurance/premium-receipt`. */
export interface BookReceipt {
  readonly receiptNumber: string;
  readonly policyNumber: string;
  readonly amount: Money;
  readonly paidOn: CalendarDate;
  readonly periodFrom: CalendarDate;
  readonly paidToOn: CalendarDate;
  readonly method: "bankTransfer" | "directDebit" | "card" | "onlinePayment" | "cash";
}
/** In the words of `insurance/claim`. */
export interface BookClaim {
  readonly claimNumber: string;
  readonly policyNumber: string;
  readonly reporterNumber: string;
  readonly lossOn: CalendarDate;
  readonly reportedOn: CalendarDate;
  readonly cause: string;
  readonly claimedAmount: Money;
  readonly state: "reported" | "registered" | "approved" | "denied" | "paid" | "closed" | "withdrawn";
  /** Since when it is in this state. */
  readonly sinceOn: CalendarDate;
  readonly approvedAmount?: Money;
  readonly approvedOn?: CalendarDate;
  readonly paidAmount?: Money;
  readonly paidOn?: CalendarDate;
  readonly deniedOn?: CalendarDate;
  readonly denialReason?: string;
}
/** A call, a message, a visit, in the words of the built-in `interaction`. */
export interface BookContact {
  readonly contactNumber: string;
  readonly customerNumber: string;
  readonly policyNumber?: string;
  readonly staffNumber: string;
  readonly channel: Channel;
  readonly direction: "inbound" | "outbound";
  readonly happenedAt: Instant;
  readonly topic: string;
  readonly outcome?: string;
  readonly durationSeconds?: number;
  readonly cost: Money;
  readonly state: "logged" | "awaitingReply" | "promised" | "kept";
  readonly promise?: string;
  readonly promisedUntil?: Instant;
}
/** Everything that an agency knows at the end of a day. Rows name each other by their numbers. */
export interface InsuranceBook {
  /** The last day that the book knows of. */
  readonly until: CalendarDate;
  readonly staff: readonly BookStaff[];
  readonly products: readonly BookProduct[];
  readonly customers: readonly BookCustomer[];
  readonly relationships: readonly BookRelationship[];
  readonly policies: readonly BookPolicy[];
  readonly receipts: readonly BookReceipt[];
  readonly claims: readonly BookClaim[];
  readonly contacts: readonly BookContact[];
}
/** How a customer behaves; the economics of the book follow from it. */
export type Temper = "valuable" | "ordinary" | "costly";

export const yuan = (amount: number): Money => ({ amountMinor: amount * 100, currency: "CNY" });
export const numbered = (prefix: string, index: number, width = 6): string => `${prefix}${String(index + 1).padStart(width, "0")}`;
