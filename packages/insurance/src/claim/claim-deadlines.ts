import { type Act, act, defineDeadline, one, task } from "@kehu/core";
import { compulsoryDecisionDays, compulsoryDocumentDays, compulsoryPaymentDays } from "../motor/motor-parameters.js";
import { claimDecisionDays, claimPaymentDays, denialNoticeDays } from "../parameters.js";
import { policy } from "../policy/policy.js";
import { type Product, product } from "../policy/product.js";
import { type Claim, claim } from "./claim.js";
import { advancePaymentDays } from "./claim-parameters.js";

const ofPolicy = one(policy, "policyId");
const itsPolicy = { policy: ofPolicy };
const itsProduct = { ...itsPolicy, product: one(product, "productId", ofPolicy) };
const isCompulsory = ({ product }: { readonly product: Pick<Product, "line"> }): boolean => product.line === "compulsoryMotor";
/** In the hands of the insurer and not decided. */
const atWork = ["reported", "registered", "investigating", "assessed", "reopened"] as const;

/** Stands still while the claimant looks for documents. @see Insurance Law of the PRC, art. 23 */
export const decideClaim = defineDeadline("insurance/decide-claim", claim, {
  runsIn: atWork,
  pausesIn: ["waitingForDocuments"],
  needs: itsProduct,
  within: ({ record, needs, parameter }) =>
    isCompulsory(needs) ? undefined : { length: `P${parameter(claimDecisionDays, record.reportedOn)}D`, from: record.reportedOn },
  warn: ["P7D", "P2D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** @see Insurance Law of the PRC, art. 23 */
export const payClaim = defineDeadline("insurance/pay-claim", claim, {
  runsIn: ["approved", "partiallyApproved"],
  needs: itsProduct,
  within: ({ record, needs, calendar, parameter }) => {
    const approvedOn = record.approvedOn ?? calendar.dayOf(record.since);
    const days = parameter(isCompulsory(needs) ? compulsoryPaymentDays : claimPaymentDays, approvedOn);
    return { length: `P${days}D`, from: approvedOn };
  },
  warn: ["P2D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** Of the whole claim, or of the rest of one that was approved in part. @see Insurance Law of the PRC, art. 24 */
export const sendDenial = defineDeadline("insurance/send-denial", claim, {
  runsIn: ["denied", "partiallyApproved", "paid"],
  needs: itsPolicy,
  within: ({ record, calendar, parameter }) => {
    const deniedOn = record.deniedOn ?? (record.state === "denied" ? calendar.dayOf(record.since) : undefined);
    return deniedOn === undefined ? undefined : { length: `P${parameter(denialNoticeDays, deniedOn)}D`, from: deniedOn };
  },
  met: ({ record }) => record.denialNoticeOn !== undefined,
  warn: ["P1D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** Where the amount is not settled in time, what is certain is paid. Met by a payment in advance. @see Insurance Law of the PRC, art. 25 */
export const payCertainPart = defineDeadline("insurance/pay-certain-part", claim, {
  runsIn: atWork,
  pausesIn: ["waitingForDocuments"],
  needs: itsPolicy,
  within: ({ record, parameter }) => {
    const completeOn = record.documentsReceivedOn ?? record.reportedOn;
    return { length: `P${parameter(advancePaymentDays, completeOn)}D`, from: completeOn };
  },
  met: ({ record }) => record.advancePaidOn !== undefined,
  warn: ["P7D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** Compulsory motor cover: the claimant is told at once what is needed. @see Regulation on Compulsory Traffic Accident Liability Insurance, art. 28 */
export const tellDocuments = defineDeadline("insurance/tell-documents", claim, {
  runsIn: ["reported", "registered"],
  needs: itsProduct,
  within: ({ record, needs, parameter }) =>
    isCompulsory(needs) ? { length: `P${parameter(compulsoryDocumentDays, record.reportedOn)}D`, from: record.reportedOn } : undefined,
  met: ({ record }) => record.documentsRequestedOn !== undefined,
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/**
 * Compulsory motor cover: it is decided soon after the documents, which came with the report where nobody asked for more.
 *
 * @see Regulation on Compulsory Traffic Accident Liability Insurance, art. 29
 */
export const decideCompulsory = defineDeadline("insurance/decide-compulsory", claim, {
  runsIn: atWork,
  pausesIn: ["waitingForDocuments"],
  needs: itsProduct,
  within: ({ record, needs, parameter }) => {
    const from = record.documentsReceivedOn ?? record.reportedOn;
    return isCompulsory(needs) ? { length: `P${parameter(compulsoryDecisionDays, from)}D`, from } : undefined;
  },
  warn: ["P1D"],
  missed: ({ record, needs, today }) => taskFor(record, needs.policy.holderId, today),
});

/** It carries the claim's number and no sentence, for every language; the state of the claim says what is to be done. */
const taskFor = (record: Claim, customerId: string, dueOn: string): readonly Act[] => [
  act.create(task, { subject: record.claimNumber, aboutId: record.id, customerId, dueOn }),
];
