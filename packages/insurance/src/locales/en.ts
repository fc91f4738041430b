import type { SomeWords } from "@kehu/core";
import type * as definitions from "../definitions.js";

/** Only where the name says it badly. */
export const en: SomeWords<typeof definitions> = {
  product: {
    fields: {
      terminatesAfterTwoYears: "Terminates after two years of suspension",
      commissionBasisPoints: "First-year commission (basis points)",
      renewalCommissionBasisPoints: "Renewal commission (basis points)",
    },
  },
  policy: {
    fields: {
      holderId: "Policyholder",
      quotedUntilOn: "Quotation holds until",
      proposedOn: "Applied for on",
      insurableInterest: { name: "What the insured is to the policyholder", options: { consent: "Somebody who consents to it" } },
      insuredBirthOn: "Date of birth of the insured, as stated",
      deathBenefitConsent: "Consent to the benefit on death",
      effectiveOn: "Effective from",
      expiresOn: "Last day of cover",
      premiumsUntilOn: "Premiums until",
      receiptSignedOn: "Delivery receipt signed on",
      paidToOn: "Paid to",
      renewsId: "Policy that it renews",
      reinstatementAppliedOn: "Reinstatement applied for on",
      arrearsFromOn: "Arrears since",
      suicideClauseFromOn: "Suicide clause from",
      endValue: "Amount owed at the end",
      endReason: {
        options: {
          freeLook: "Cancelled in the cooling-off period",
          twoYearsLapsed: "Two years of suspension",
          endOfTerm: "End of the term",
        },
      },
    },
    states: {
      issued: "Issued, cover to come",
      deferred: "Decision put off",
      inForce: "In force",
      grace: "In grace",
      surrendered: "Surrendered, value owed",
      surrenderPaid: "Surrendered, value paid",
      freeLookCancelled: "Cancelled in the cooling-off period",
      freeLookRefunded: "Cancelled in the cooling-off period, premium paid back",
      terminationPaid: "Terminated, value paid",
    },
  },
  medicalNote: { fields: { purpose: { options: { claim: "Deciding on a claim" } } } },
  policyEnd: { cancelInFreeLook: { name: "Cancel in the cooling-off period" } },
  premiumReceipt: { fields: { periodFrom: "Period from", paidToOn: "Paid to" } },
  claim: { fields: { lossOn: "Date of loss" } },
  reportClaim: { input: { lossOn: "Date of loss" } },
};
