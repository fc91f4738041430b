import type { New } from "@kehu/core";
import { policy } from "@kehu/insurance";
import { type Both, both } from "report-kit";
import { currency } from "../agency/open-agency.js";
import type { Values } from "../read-files/read-table.js";
import type { policies } from "../read-files/tables.js";
import type { Step } from "../year/step.js";
import { type Intake, isRefused, type Refused, refused } from "./intake.js";
import type { Known } from "./known.js";

type PolicyRow = Values<typeof policies.columns>;
export const yuan = (amountMinor: number) => ({ amountMinor, currency });
export const [customerWord, agentWord, productWord, policyWord] = [
  both("customer", "客户"),
  both("agent", "代理人"),
  both("product", "险种"),
  both("policy", "保单"),
];
export const noSuch = (column: string, what: Both, value: string): Refused =>
  refused(
    column,
    both(`${column} names no ${what.en} that was taken in: ${value}`, `${column} 所指的${what.zh}未录入：${value}`),
    both(`correct the number, or the row of the ${what.en}`, `请更正编号，或更正该${what.zh}所在的行`),
  );

export const policyIntake: Intake<PolicyRow, typeof policy> = {
  record: policy,
  number: ({ policy_no }) => policy_no,
  take(row, known, { asOf, until }) {
    const input = inputOf(row, known);
    if (isRefused(input)) return input;
    if (row.signed_date > until) return tooLate("signed_date", until);
    if (row.signed_date > asOf) {
      known.sold.set(row.policy_no, row.signed_date);
      return { later: [{ kind: "propose", on: row.signed_date, input }, ...issuing(row, asOf, until), ...wishes(row, asOf, until)] };
    }
    if (row.state_since > asOf)
      return refused(
        "state_since",
        both(`state_since lies after ${asOf}, the day of the change-over`, `state_since 晚于切换日 ${asOf}`),
        both("give the state of that day", "请填写当日的状态"),
      );
    const ended = row.ended_date !== undefined && row.ended_date <= asOf;
    return {
      adopt: {
        input: {
          ...input,
          ...(row.paid_to !== undefined && { paidToOn: row.paid_to }),
          ...(row.state === "lapsed" && { lapsedOn: row.state_since }),
          ...(row.state === "reinstatementPending" && {
            reinstatementAppliedOn: row.reinstatement_applied ?? row.state_since,
            ...(row.paid_to !== undefined && { arrearsFromOn: row.paid_to }),
          }),
          ...(ended && row.ended_date !== undefined && { endedOn: row.ended_date }),
          ...(ended && row.end_reason !== undefined && { endReason: row.end_reason }),
          ...(ended && row.end_value !== undefined && { endValue: yuan(row.end_value) }),
        },
        as: { state: row.state, since: startOf(row.state_since), ...agentOf(row, known) },
      },
      later: [...(row.state === "proposed" ? issuing(row, asOf, until) : []), ...wishes(row, asOf, until)],
    };
  },
  find: async (numbers, { session }) => {
    const { items } = await session.find(policy, { where: { policyNumber: { in: numbers } }, limit: 1000 });
    return new Map(items.map((each) => [each.policyNumber, each]));
  },
  moving: ["paidToOn", "lapsedOn", "reinstatementAppliedOn", "arrearsFromOn", "endedOn", "endReason", "endValue"],
  columns: {
    policyNumber: "policy_no",
    holderId: "holder_no",
    insuredId: "insured_no",
    beneficiaries: "beneficiaries",
    productId: "product_code",
    agentId: "agent_no",
    sumAssured: "sum_assured",
    premium: "premium",
    premiumFrequency: "frequency",
    effectiveOn: "effective_date",
    expiresOn: "expiry_date",
    premiumsUntilOn: "premiums_until",
    paidToOn: "paid_to",
    proposedOn: "signed_date",
    state: "state",
    since: "state_since",
    lapsedOn: "state_since",
    ownerId: "agent_no",
    reinstatementAppliedOn: "reinstatement_applied",
    endedOn: "ended_date",
    endReason: "end_reason",
    endValue: "end_value",
  },
};

/** Beyond the time that is run. */
export const tooLate = (column: string, until: string): Refused =>
  refused(
    column,
    both(`${column} lies after ${until}, until when the book is run`, `${column} 晚于运行截止日 ${until}`),
    both("give a later --until", "请给出更晚的 --until"),
  );

/** The first instant of a day in Shanghai. */
export const startOf = (on: string): string => new Date(Date.parse(`${on}T00:00:00+08:00`)).toISOString();
function agentOf(row: PolicyRow, known: Known) {
  const ownerId = row.agent_no === undefined ? undefined : known.agents.get(row.agent_no);
  return ownerId === undefined ? {} : { ownerId };
}

const issuing = (row: PolicyRow, asOf: string, until: string): readonly Step[] => {
  const on = [row.effective_date, row.signed_date].sort()[1] ?? row.effective_date;
  return on > asOf && on <= until ? [{ kind: "issue", on, policyNumber: row.policy_no }] : [];
};
/** What somebody asks for in the year to come is entered on its day; what else becomes of a policy comes by itself. */
function wishes(row: PolicyRow, asOf: string, until: string): readonly Step[] {
  const { policy_no: policyNumber, ended_date: endedOn, end_reason: reason, reinstatement_applied: appliedOn } = row;
  const steps: Step[] = [];
  if (appliedOn !== undefined) steps.push({ kind: "applyForReinstatement", on: appliedOn, policyNumber });
  if (endedOn !== undefined && reason === "freeLook") steps.push({ kind: "cancelInFreeLook", on: endedOn, policyNumber });
  if (endedOn !== undefined && reason === "surrender")
    steps.push({ kind: "surrender", on: endedOn, policyNumber, amountMinor: row.end_value ?? 0 });
  return steps.filter(({ on }) => on > asOf && on <= until);
}

function inputOf(row: PolicyRow, known: Known): New<typeof policy> | Refused {
  const holderId = known.customers.get(row.holder_no);
  if (holderId === undefined) return noSuch("holder_no", customerWord, row.holder_no);
  const insuredId = known.customers.get(row.insured_no);
  if (insuredId === undefined) return noSuch("insured_no", customerWord, row.insured_no);
  const productId = known.products.get(row.product_code);
  if (productId === undefined) return noSuch("product_code", productWord, row.product_code);
  const agentId = row.agent_no === undefined ? undefined : known.agents.get(row.agent_no);
  if (row.agent_no !== undefined && agentId === undefined) return noSuch("agent_no", agentWord, row.agent_no);
  const beneficiaries = beneficiariesOf("beneficiaries", row.beneficiaries, known);
  if (isRefused(beneficiaries)) return beneficiaries;
  return {
    policyNumber: row.policy_no,
    holderId,
    insuredId,
    // the insurer concluded it, so the insured had agreed; the files do not say what they are to each other
    ...(insuredId !== holderId && {
      insurableInterest: "consent" as const,
      insuredConsentedOn: row.signed_date,
      beneficiariesConsentedOn: row.signed_date,
    }),
    beneficiaries: [...beneficiaries],
    productId,
    ...(agentId !== undefined && { agentId }),
    sumAssured: yuan(row.sum_assured),
    premium: yuan(row.premium),
    premiumFrequency: row.frequency,
    proposedOn: row.signed_date,
    effectiveOn: row.effective_date,
    ...(row.expiry_date !== undefined && { expiresOn: row.expiry_date }),
    ...(row.premiums_until !== undefined && { premiumsUntilOn: row.premiums_until }),
  };
}

type Beneficiaries = NonNullable<New<typeof policy>["beneficiaries"]>;
/** `C000001 60; C000002 40`: numbers of customers with their per cents, all of the first rank. */
export function beneficiariesOf(column: string, cell: string | undefined, known: Known): Beneficiaries | Refused {
  const found: Beneficiaries[number][] = [];
  for (const part of cell === undefined ? [] : cell.split(/[;；]/)) {
    const [, number = "", share = ""] = /^\s*(\S+)\s+(\d{1,3})\s*%?\s*$/.exec(part) ?? [];
    if (number === "")
      return refused(
        column,
        both(`${column} is not written as numbers with per cents`, `${column} 不是“编号 百分比”的写法`),
        both("write C000001 60; C000002 40", "请写成 C000001 60; C000002 40"),
      );
    const customerId = known.customers.get(number);
    if (customerId === undefined) return noSuch(column, customerWord, number);
    if (Number(share) < 1 || Number(share) > 100)
      return refused(
        column,
        both(`${column} has a share outside of 1 to 100 per cent`, `${column} 的份额不在 1% 到 100% 之间`),
        both("correct the shares", "请更正份额"),
      );
    found.push({ customerId, rank: 1, shareBasisPoints: Number(share) * 100 });
  }
  return found.length <= 50
    ? found
    : refused(column, both(`${column} has more than 50 parts`, `${column} 超过 50 人`), both("name fewer", "请减少人数"));
}
