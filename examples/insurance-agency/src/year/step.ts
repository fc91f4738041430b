import type { CalendarDate, interaction, New, Operation } from "@kehu/core";
import type { payPremium, policy, reportClaim, requestServicing } from "@kehu/insurance";

type InputOf<O> = O extends Operation<infer I, unknown> ? I : never;
/** What happens on a day of the year after the change-over, because a row says so. */
export type Step = { readonly on: CalendarDate } & (
  | { readonly kind: "propose"; readonly input: New<typeof policy> }
  | { readonly kind: "pay"; readonly input: InputOf<typeof payPremium> }
  | { readonly kind: "issue"; readonly policyNumber: string }
  | {
      readonly kind: "call";
      readonly input: New<typeof interaction>;
      readonly policyNumber?: string;
      readonly state: "logged" | "promised";
      readonly keeps: boolean;
    }
  | { readonly kind: "keepPromise"; readonly callNumber: string }
  | { readonly kind: "ask"; readonly input: InputOf<typeof requestServicing> }
  | { readonly kind: "grant"; readonly requestNumber: string }
  | { readonly kind: "refuse"; readonly requestNumber: string; readonly reason: string }
  | { readonly kind: "takeBack"; readonly requestNumber: string }
  | { readonly kind: "report"; readonly input: InputOf<typeof reportClaim> }
  | { readonly kind: "register"; readonly claimNumber: string }
  | { readonly kind: "approve"; readonly claimNumber: string; readonly amountMinor: number; readonly reason?: string }
  | { readonly kind: "deny"; readonly claimNumber: string; readonly reason: string }
  | { readonly kind: "notice"; readonly claimNumber: string }
  | { readonly kind: "withdraw"; readonly claimNumber: string; readonly reason: string }
  | { readonly kind: "payClaim"; readonly claimNumber: string; readonly endsPolicy: boolean }
  | { readonly kind: "applyForReinstatement"; readonly policyNumber: string }
  | { readonly kind: "surrender"; readonly policyNumber: string; readonly amountMinor: number }
  | { readonly kind: "cancelInFreeLook"; readonly policyNumber: string }
);
export type StepKind = Step["kind"];
/** On one day, what others build on comes first. */
export const order: readonly StepKind[] = [
  "propose",
  "applyForReinstatement",
  "pay",
  "issue",
  "call",
  "keepPromise",
  "ask",
  "grant",
  "refuse",
  "takeBack",
  "report",
  "register",
  "approve",
  "deny",
  "notice",
  "withdraw",
  "payClaim",
  "surrender",
  "cancelInFreeLook",
];

/** A step with the row that it comes from. */
export type FiledStep = Step & { readonly file: string; readonly line: number; readonly number: string };
export type ReportStep = Extract<FiledStep, { readonly kind: "report" }>;
export type ApproveStep = Extract<FiledStep, { readonly kind: "approve" }>;
export type CallStep = Extract<FiledStep, { readonly kind: "call" }>;
