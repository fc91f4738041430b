import type { CalendarDate, Id, Session, StateOf } from "@kehu/core";
import { viewCustomer } from "@kehu/crm";
import { claim, policy } from "@kehu/insurance";
import { dayOf } from "../agency/open-agency.js";

/** A legal clock of a claim that is not settled. */
export interface ClaimClock {
  readonly claimNumber: string;
  readonly displayName: string;
  readonly state: StateOf<typeof claim>;
  readonly since: CalendarDate;
  readonly deadline: string;
  readonly dueOn?: CalendarDate;
  readonly status: string;
}
/** Which clocks say something in which state; those that ran before are over. */
const clocksIn: Readonly<Partial<Record<StateOf<typeof claim>, readonly string[]>>> = {
  reported: ["insurance/decide-claim", "insurance/decide-compulsory", "insurance/tell-documents"],
  registered: ["insurance/decide-claim", "insurance/decide-compulsory"],
  waitingForDocuments: ["insurance/decide-claim", "insurance/decide-compulsory"],
  investigating: ["insurance/decide-claim", "insurance/decide-compulsory", "insurance/pay-certain-part"],
  assessed: ["insurance/decide-claim", "insurance/decide-compulsory", "insurance/pay-certain-part"],
  reopened: ["insurance/decide-claim", "insurance/decide-compulsory"],
  approved: ["insurance/pay-claim"],
  partiallyApproved: ["insurance/pay-claim", "insurance/send-denial"],
  denied: ["insurance/send-denial"],
};
const states = Object.keys(clocksIn) as StateOf<typeof claim>[];
const most = 200;

/** The clocks of the claims that wait longest, at most 200: the first due first, those that stand last. */
export async function gatherClaimClocks(session: Session): Promise<readonly ClaimClock[]> {
  const { items: claims } = await session.find(claim, {
    where: { state: { in: states } },
    select: ["id", "claimNumber", "policyId", "state", "since"],
    sort: "reportedOn",
    limit: most,
  });
  if (claims.length === 0) return [];
  const policyIds = [...new Set(claims.map(({ policyId }) => policyId))];
  const { items: policies } = await session.find(policy, {
    where: { id: { in: policyIds } },
    select: ["id", "holderId"],
    limit: most,
  });
  const holders = new Map(policies.map(({ id, holderId }) => [id, holderId]));
  const clocks: ClaimClock[] = [];
  for (const holderId of new Set(holders.values())) {
    const { customer, deadlines } = await session.call(viewCustomer, { customerId: holderId as Id<"customer"> });
    for (const each of claims.filter(({ policyId }) => holders.get(policyId) === holderId))
      for (const { deadline, dueAt, status } of deadlines.filter(({ id }) => id === each.id))
        if (clocksIn[each.state]?.includes(deadline))
          clocks.push({
            claimNumber: each.claimNumber,
            displayName: customer.displayName ?? "",
            state: each.state,
            since: dayOf(each.since),
            deadline,
            ...(dueAt !== undefined && { dueOn: dayOf(dueAt) }),
            status,
          });
  }
  const order = (clock: ClaimClock): string => `${clock.dueOn ?? "9"} ${clock.claimNumber}`;
  return clocks.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
