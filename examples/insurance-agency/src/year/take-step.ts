import { consent, type Id, interaction, interactionLifecycle, type Refusal, refused, type Session, type Transition } from "@kehu/core";
import {
  claim,
  claimLifecycle,
  payPremium,
  policy,
  policyEnd,
  policyLifecycle,
  reportClaim,
  requestServicing,
  type ServicingRequest,
  servicingRequestLifecycle,
} from "@kehu/insurance";
import { healthConsent } from "../adopt/health-consents.js";
import type { Known } from "../adopt/known.js";
import { yuan } from "../adopt/policies.js";
import { claimNotTakenIn, policyNotTakenIn } from "../agency/not-taken-in.js";
import type { ApproveStep, CallStep, FiledStep, ReportStep } from "./step.js";

/**
 * Enters one thing that happened, by the operation or transition for it. Its key makes it happen once, however often the run is
 * repeated, and also if it was killed in between.
 */
export async function takeStep(step: Exclude<FiledStep, CallStep>, known: Known): Promise<void> {
  const { session } = known;
  const options = { key: `${step.file}:${step.number}/${step.kind}` };
  switch (step.kind) {
    case "propose":
      await session.create(policy, step.input, options);
      return;
    case "pay":
      await session.call(payPremium, step.input, options);
      return;
    case "issue":
      return ofPolicy(session, policyLifecycle.issue, step.policyNumber, undefined, options);
    case "keepPromise": {
      const id = known.promises.get(step.callNumber);
      if (id !== undefined) await session.apply(interactionLifecycle.keepPromise, id, { outcome: "已兑现" }, options);
      known.promises.delete(step.callNumber);
      return;
    }
    case "ask": {
      const { requestId } = await session.call(requestServicing, step.input, options);
      known.requests.set(step.number, requestId);
      return;
    }
    case "grant":
      return decide(known, step.requestNumber, (id) => session.apply(servicingRequestLifecycle.approve, id, undefined, options));
    case "refuse":
      return decide(known, step.requestNumber, (id) =>
        session.apply(servicingRequestLifecycle.refuse, id, { reason: step.reason }, options),
      );
    case "takeBack":
      return decide(known, step.requestNumber, (id) => session.apply(servicingRequestLifecycle.withdraw, id, undefined, options));
    case "report":
      if (step.input.cause !== undefined) await keepHealthConsent(session, step, options);
      await session.call(reportClaim, step.input, options);
      return;
    case "register":
      await ofClaim(session, claimLifecycle.register, step.claimNumber, undefined, options);
      return keepReportPromise(session, step.claimNumber, options);
    case "approve":
      return ofClaim(session, claimLifecycle.approve, step.claimNumber, approvalOf(step), options);
    case "deny":
      return ofClaim(session, claimLifecycle.deny, step.claimNumber, { reason: step.reason }, options);
    case "notice":
      return ofClaim(session, claimLifecycle.sendDenialNotice, step.claimNumber, { sentOn: step.on }, options);
    case "withdraw":
      return ofClaim(session, claimLifecycle.withdraw, step.claimNumber, { reason: step.reason }, options);
    case "payClaim":
      return ofClaim(session, claimLifecycle.pay, step.claimNumber, { paidOn: step.on, endsPolicy: step.endsPolicy }, options);
    case "applyForReinstatement":
      return serve(session, step.policyNumber, { type: "reinstatement", appliedOn: step.on }, options);
    case "surrender":
      await serve(session, step.policyNumber, { type: "surrender", noticeOn: step.on, cashValue: yuan(step.amountMinor) }, options);
      return ofPolicy(session, policyEnd.paySurrenderValue, step.policyNumber, undefined, { key: `${options.key}/paid` });
    case "cancelInFreeLook":
      return ofPolicy(session, policyEnd.cancelInFreeLook, step.policyNumber, { requestedOn: step.on }, options);
  }
}

/** Outcomes are written in the language of the agency's own files. Whoever registers a claim says which documents are needed, as it was promised when it was reported. */
async function keepReportPromise(session: Session, claimNumber: string, { key }: Keyed): Promise<void> {
  const reported = await session.find(claim, { where: { claimNumber }, select: ["id"], limit: 1 });
  const [found] = reported.items;
  if (found === undefined) return;
  const { items } = await session.find(interaction, { where: { aboutId: found.id, state: "promised" }, select: ["id"], limit: 1 });
  for (const { id } of items)
    await session.apply(interactionLifecycle.keepPromise, id, { outcome: "已告知所需资料" }, { key: `${key}/answer` });
}

interface Keyed {
  readonly key: string;
}
/** 保全: asked for at the counter by the policyholder and granted there. Where its effect is refused the request stays open. */
async function serve(session: Session, policyNumber: string, change: ServicingRequest["change"], { key }: Keyed): Promise<void> {
  const { items } = await session.find(policy, { where: { policyNumber }, select: ["holderId"], limit: 1 });
  const [found] = items;
  if (found === undefined) throw refused(policyNotTakenIn({ number: policyNumber }));
  const request = { policyNumber, requesterId: found.holderId, channel: "storeVisit", identifiedBy: "faceToFace", change } as const;
  const { requestId } = await session.call(requestServicing, request, { key });
  await session.apply(servicingRequestLifecycle.approve, requestId, undefined, { key: `${key}/approve` });
}
type Request = Id<"insurance/servicing-request">;
const approvalOf = ({ amountMinor, reason }: ApproveStep) => ({ amount: yuan(amountMinor), ...(reason !== undefined && { reason }) });
/** A request that was changed after it had been taken in stays as it is. */
async function decide({ requests }: Known, requestNumber: string, decision: (id: Request) => Promise<unknown>): Promise<void> {
  const id = requests.get(requestNumber);
  requests.delete(requestNumber);
  if (id !== undefined) await decision(id);
}
/** The claim form says what happened only where the insured signed the separate consent on it. */
async function keepHealthConsent(session: Session, { number, on, input }: ReportStep, { key }: Keyed): Promise<void> {
  const { policyNumber } = input;
  const { items } = await session.find(policy, { where: { policyNumber }, select: ["insuredId"], limit: 1 });
  const insuredId = items[0]?.insuredId;
  if (insuredId !== undefined) await session.create(consent, healthConsent(number, { insuredId, on }), { key: `${key}/health_consent` });
}
async function ofPolicy<I>(
  session: Session,
  transition: Transition<typeof policy, I>,
  policyNumber: string,
  input: I,
  options: Keyed,
): Promise<void> {
  const { items } = await session.find(policy, { where: { policyNumber }, select: ["id"], limit: 1 });
  await apply(session, transition, items[0]?.id, policyNotTakenIn({ number: policyNumber }), input, options);
}
async function ofClaim<I>(
  session: Session,
  transition: Transition<typeof claim, I>,
  claimNumber: string,
  input: I,
  options: Keyed,
): Promise<void> {
  const { items } = await session.find(claim, { where: { claimNumber }, select: ["id"], limit: 1 });
  await apply(session, transition, items[0]?.id, claimNotTakenIn({ number: claimNumber }), input, options);
}
async function apply<N extends "insurance/policy" | "insurance/claim", R extends typeof policy | typeof claim, I>(
  session: Session,
  transition: Transition<R, I>,
  id: Id<N> | undefined,
  missing: Refusal,
  input: I,
  options: Keyed,
): Promise<void> {
  if (id === undefined) throw refused(missing);
  await (session.apply as (transition: unknown, id: string, input: unknown, options: Keyed) => Promise<unknown>)(
    transition,
    id,
    input,
    options,
  );
}
