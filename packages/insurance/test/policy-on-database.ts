import { allPages, customer, type Id, KehuError, type StateOf, sum } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import type { TestSession } from "@kehu/testing";
import { claimLifecycle } from "../src/claim/claim-lifecycle.js";
import { reportClaim } from "../src/claim/report-claim.js";
import { policy } from "../src/policy/policy.js";
import { policyEnd } from "../src/policy/policy-end.js";
import { policyReinstatement } from "../src/policy/policy-reinstatement.js";
import { payPremium } from "../src/premium/pay-premium.js";
import { premiumReceipt } from "../src/premium/premium-receipt.js";
import { reverseReceipt } from "../src/premium/reverse-receipt.js";
import { startOf, yuan } from "./moments.js";

export const premiumOf = yuan(1_000);
export const benefitOf = yuan(10);
export const cashValueOf = yuan(1);

/** One policy of a customer of its own, through the doors of a runtime. Each verb gives the code of its refusal, or undefined. */
export class PolicyOnDatabase {
  readonly #session: TestSession;
  readonly policyNumber: string;
  readonly id: Id<"insurance/policy">;
  readonly #holderId: Id<"customer">;
  #receipts = 1;
  #open: Id<"insurance/claim">[] = [];
  #death: Id<"insurance/claim"> | undefined;

  constructor(
    session: TestSession,
    policyNumber: string,
    ids: { readonly policy: Id<"insurance/policy">; readonly holder: Id<"customer"> },
  ) {
    this.#session = session;
    this.policyNumber = policyNumber;
    this.id = ids.policy;
    this.#holderId = ids.holder;
  }

  pay(paidOn: string, instalments: number): Promise<string | undefined> {
    const { policyNumber } = this;
    const receiptNumber = `${policyNumber}/${++this.#receipts}`;
    const amount = { ...premiumOf, amountMinor: premiumOf.amountMinor * instalments };
    return refusalOf(this.#session.call(payPremium, { policyNumber, receiptNumber, amount, paidOn, method: "cash" }));
  }
  /** A claim on the death of the insured. */
  async reportDeath(lossOn: string): Promise<string | undefined> {
    const told = { policyNumber: this.policyNumber, kind: "death", lossOn, reporterId: this.#holderId, channel: "phone" } as const;
    return refusalOf(
      this.#session.call(reportClaim, told).then(async ({ claimId }) => {
        this.#death = claimId;
        await this.#session.apply(claimLifecycle.register, claimId);
      }),
    );
  }
  /** Pays it as the end of the policy, as far as that is not paid already. */
  payDeath(paidOn: string): Promise<string | undefined> {
    const claimId = this.#death as Id<"insurance/claim">;
    return refusalOf(
      this.#session.apply(claimLifecycle.approve, claimId, { amount: benefitOf }).then(async () => {
        await this.#session.apply(claimLifecycle.pay, claimId, { paidOn, endsPolicy: true });
        await this.#session.apply(claimLifecycle.close, claimId);
      }),
    );
  }
  /** Nobody died; or somebody did, and nothing is owed for it. */
  denyDeath(sentOn: string, stands: { readonly deathStands?: true; readonly cashValue?: typeof cashValueOf } = {}) {
    const claimId = this.#death as Id<"insurance/claim">;
    return refusalOf(
      this.#session
        .apply(claimLifecycle.deny, claimId, { reason: "Looked into", ...stands })
        .then(() => this.#session.apply(claimLifecycle.sendDenialNotice, claimId, { sentOn })),
    );
  }
  reopenDeath(): Promise<string | undefined> {
    const claimId = this.#death as Id<"insurance/claim">;
    return refusalOf(this.#session.apply(claimLifecycle.reopen, claimId, { reason: "A second opinion" }));
  }
  async reverse(): Promise<string | undefined> {
    const where = { policyId: this.id, state: "posted" } as const;
    const { items } = await this.#session.find(premiumReceipt, { where, select: ["receiptNumber"], sort: "-paidToOn", limit: 1 });
    const [{ receiptNumber } = { receiptNumber: "none" }] = items;
    return refusalOf(this.#session.call(reverseReceipt, { receiptNumber, reason: "It came back" }));
  }
  applyForReinstatement(appliedOn: string): Promise<string | undefined> {
    return refusalOf(this.#session.apply(policyReinstatement.applyForReinstatement, this.id, { appliedOn }));
  }
  refuseReinstatement(): Promise<string | undefined> {
    return refusalOf(this.#session.apply(policyReinstatement.refuseReinstatement, this.id, { increaseOfRisk: "Illness" }));
  }
  reinstate(): Promise<string | undefined> {
    return refusalOf(this.#session.apply(policyReinstatement.reinstate, this.id));
  }
  surrender(noticeOn: string): Promise<string | undefined> {
    return refusalOf(this.#session.apply(policyEnd.surrender, this.id, { noticeOn, cashValue: cashValueOf }));
  }
  /** An uncovered loss is reported, too. */
  async report(lossOn: string): Promise<string | undefined> {
    const told = { policyNumber: this.policyNumber, lossOn, reporterId: this.#holderId, channel: "phone" } as const;
    return refusalOf(
      this.#session.call(reportClaim, told).then(async ({ claimId }) => {
        await this.#session.apply(claimLifecycle.register, claimId);
        this.#open.push(claimId);
      }),
    );
  }
  /** Approves and pays the first open claim, or denies it where it is not covered. */
  async settleClaim(paidOn: string): Promise<string | undefined> {
    const claimId = this.#open.shift();
    if (claimId === undefined) return "nothing to settle";
    const refusal = await refusalOf(this.#session.apply(claimLifecycle.approve, claimId, { amount: benefitOf }));
    if (refusal === undefined) await this.#session.apply(claimLifecycle.pay, claimId, { paidOn, endsPolicy: false });
    else await this.#session.apply(claimLifecycle.deny, claimId, { reason: refusal });
    return refusal;
  }

  /** What the ledger of its customer says, in minor units. */
  async ledger(): Promise<{ readonly collected: number; readonly paidOut: number }> {
    const { value } = await this.#session.call(viewCustomer, { customerId: this.#holderId });
    const line = value.find((each) => each.line === "insurance");
    return { collected: line?.revenueMinor ?? 0, paidOut: line?.costMinor ?? 0 };
  }
}

/** What a policy says, and what was collected for it by its receipts, in minor units. */
export interface Standing {
  readonly state: StateOf<typeof policy>;
  readonly paidToOn: string | undefined;
  readonly collected: number;
}
/** Of all policies at once, by their numbers. */
export async function standings(session: TestSession): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>();
  const receipts = await session.aggregate(premiumReceipt, {
    where: { state: "posted" },
    by: ["policyId"],
    measures: { collected: sum("amount") },
  });
  const collected = new Map(receipts.map((row) => [row.policyId, row.collected.reduce((all, { amountMinor }) => all + amountMinor, 0)]));
  for await (const page of allPages(session, policy, { select: ["id", "policyNumber", "state", "paidToOn"] }))
    for (const { id, policyNumber, state, paidToOn } of page)
      found.set(policyNumber, { state, paidToOn, collected: collected.get(id) ?? 0 });
  return found;
}

/** Policies of monthly premiums whose cover began on a day, with the first premium paid, each of a customer of its own. */
export async function openPolicies(
  session: TestSession,
  {
    count,
    productId,
    from,
    paidToOn,
    expiresOn = () => undefined,
  }: {
    readonly count: number;
    readonly productId: Id<"insurance/product">;
    readonly from: string;
    readonly paidToOn: string;
    /** By the index of the policy; those without one are for life. */
    readonly expiresOn?: (index: number) => string | undefined;
  },
): Promise<readonly PolicyOnDatabase[]> {
  const holders = await session.createMany(
    customer,
    Array.from({ length: count }, (_, index) => ({ kind: "person" as const, displayName: `Holder ${index}` })),
  );
  const terms = {
    productId,
    sumAssured: yuan(100_000),
    premium: premiumOf,
    premiumFrequency: "monthly",
    effectiveOn: from,
    paidToOn,
  } as const;
  const known = { asOf: from, since: startOf(from) };
  const policies = await session.adoptMany(
    policy,
    holders.map(({ id }, index) => ({
      input: { ...terms, ...termOf(expiresOn(index)), policyNumber: `M${index}`, holderId: id, insuredId: id },
      as: { ...known, state: "inForce" as const, source: `M${index}` },
    })),
  );
  const receipts = await session.adoptMany(
    premiumReceipt,
    policies.map(({ record }) => ({
      input: {
        receiptNumber: `${record?.policyNumber}/1`,
        policyId: record?.id as Id<"insurance/policy">,
        amount: premiumOf,
        paidOn: from,
        periodFrom: from,
        paidToOn,
        method: "cash" as const,
      },
      as: { ...known, state: "posted" as const, source: `${record?.policyNumber}/1` },
    })),
  );
  const [refused] = [...policies, ...receipts].flatMap(({ refusal }) => refusal ?? []);
  if (refused) throw new KehuError(refused.code, refused.message);
  return policies.map(({ record }, index) => {
    const ids = { policy: record?.id as Id<"insurance/policy">, holder: holders[index]?.id as Id<"customer"> };
    return new PolicyOnDatabase(session, `M${index}`, ids);
  });
}

const termOf = (expiresOn: string | undefined) => (expiresOn === undefined ? {} : { expiresOn });

async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof KehuError && !error.code.startsWith("crm/")) return error.code;
    throw error;
  }
}
