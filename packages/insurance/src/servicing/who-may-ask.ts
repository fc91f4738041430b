import { customer, defineParameter, defineRefusal, defineRule, type Id, many, one, relationship } from "@kehu/core";
import * as z from "zod";
import { type Policy, policy } from "../policy/policy.js";
import { actingKinds } from "../service/parties-of.js";
import { servicingRequest, servicingTypes } from "./servicing-request.js";

const asking = ["policyholder", "insured", "payor"] as const;

/** Who may ask for which change of a contract, in person or through who acts for them. */
export const servicingRequesters = defineParameter("insurance/servicing-requesters", {
  schema: z.record(z.enum(servicingTypes), z.array(z.enum(asking)).min(1)),
  values: [
    {
      from: "1900-01-01",
      value: {
        address: ["policyholder"],
        beneficiaries: ["policyholder", "insured"],
        paymentMethod: ["policyholder", "payor"],
        sumReduction: ["policyholder"],
        nonForfeiture: ["policyholder"],
        reinstatement: ["policyholder"],
        surrender: ["policyholder"],
        policyLoan: ["policyholder"],
        reissue: ["policyholder"],
      },
      source:
        "Insurance Law of the PRC (2009 revision, read as amended 2015-04-24): beneficiaries art. 41; surrender arts. 15 and 47; all other changes are the policyholder's as the party to the contract, arts. 10 and 20, reinstatement art. 37. That who pays may say how is a house rule; the articles were not read again for this table",
      verified: false,
    },
  ],
});

export const notTheirsToAsk = defineRefusal(
  "insurance/not-theirs-to-ask",
  "This change of policy {policyNumber} may be asked for only by: {entitled}, or who acts for them; ask them, or enter who acts for them as a relationship: contact, decision maker or guardian.",
  { entitled: { fieldOf: "insurance/policy" } },
);

/** Looks at each request when it comes in, whichever way. */
export const requesterIsEntitled = defineRule("insurance/requester-is-entitled", servicingRequest, {
  needs: {
    policy: one(policy, "policyId"),
    actsFor: many(relationship, "relatedId", {
      of: one(customer, "requesterId"),
      where: { kind: { in: actingKinds }, state: "current" },
    }),
  },
  check: ({ record: { change, requesterId, requestedOn }, before, needs, parameter }) => {
    if (before !== undefined) return undefined;
    const entitled = parameter(servicingRequesters, requestedOn)[change.type];
    const theirs = entitled.map((each) => personOf(needs.policy, each));
    const isEntitled = theirs.includes(requesterId) || needs.actsFor.some(({ customerId }) => theirs.includes(customerId));
    const { policyNumber } = needs.policy;
    return isEntitled ? undefined : notTheirsToAsk({ policyNumber, entitled: entitled.map((each) => fieldOf[each]).join(", ") });
  },
});

const fieldOf = { policyholder: "holderId", insured: "insuredId", payor: "payorId" } as const;
const personOf = (of: Policy, asked: (typeof asking)[number]): Id<"customer"> | undefined => of[fieldOf[asked]];
