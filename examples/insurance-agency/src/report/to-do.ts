import { type Id, type Interaction, idPrefix, type Session, type StateOf } from "@kehu/core";
import { claim, policy } from "@kehu/insurance";
import { type Both, both } from "report-kit";

type ClaimState = StateOf<typeof claim>;
const nextOfClaim: Readonly<Partial<Record<ClaimState, Both>>> = {
  reported: both("Decide the claim", "作出理赔核定"),
  registered: both("Decide the claim", "作出理赔核定"),
  waitingForDocuments: both("Decide the claim", "作出理赔核定"),
  approved: both("Pay the claim", "支付赔款"),
  denied: both("Send the notice of denial", "发出拒赔通知"),
};
const isOf = (record: { readonly name: string }, id: string): boolean => id.startsWith(`${idPrefix(record.name)}_`);

/** How far the claims are that tasks are about. */
export async function claimStates(session: Session, ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, ClaimState>> {
  const wanted = ids.filter((id): id is Id<"insurance/claim"> => id !== undefined && isOf(claim, id));
  if (wanted.length === 0) return new Map();
  const { items } = await session.find(claim, { where: { id: { in: [...new Set(wanted)] } }, select: ["id", "state"], limit: 1000 });
  return new Map(items.map(({ id, state }) => [id, state]));
}

/** What a missed deadline asks for: the state of what it is about says it. */
export function toDo(aboutId: string | undefined, claims: ReadonlyMap<string, ClaimState>): Both {
  const state = claims.get(aboutId ?? "");
  if (state !== undefined) return nextOfClaim[state] ?? both("Done late: close the task", "已逾期办结，请结束任务");
  return aboutId !== undefined && isOf(policy, aboutId) ? both("Pay the cash value", "退还现金价值") : both("Look after this", "请处理");
}

/** A reported claim promises an answer, and carries its number only. */
export const promisedWhat = ({ promise = "", topic }: Pick<Interaction, "promise" | "topic">): Both | string =>
  promise === topic ? both("Answer the report: which documents are needed", "答复报案：告知所需资料") : promise;
