import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aPolicy, aProduct, aReceipt, startOf, yuan } from "../../test/moments.js";
import { nonForfeiture } from "../nonforfeiture/non-forfeiture.js";
import { type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { premiumCredit, premiumCreditLifecycle } from "./premium-credit.js";
import { premiumReceipt } from "./premium-receipt.js";
import { reverseReceipt } from "./reverse-receipt.js";

/** Paid from 2024-03-01 to 2026-03-01 by R0 and R1, a year each; on 2025-06-10 the premium is waived from a day on. */
async function waived(waivedFromOn: string, changes: Partial<Policy> = {}, receipts: readonly object[] = []) {
  const memory = new MemoryWork("2025-06-10");
  memory.add(product, aProduct());
  memory.add(policy, aPolicy(changes));
  const years = [
    { id: "receipt_0", receiptNumber: "R0", paidOn: "2024-03-01", periodFrom: "2024-03-01", paidToOn: "2025-03-01" },
    { id: "receipt_1", receiptNumber: "R1" },
  ];
  for (const each of receipts.length > 0 ? receipts : years) memory.add(premiumReceipt, aReceipt(each));
  memory.apply(nonForfeiture.waivePremium as never, "policy_1", { waivedFromOn });
  const reverse = (receiptNumber: string) => memory.run(reverseReceipt, { receiptNumber, reason: "It bounced" });
  const credits = () =>
    memory.all(premiumCredit).map(({ state, amount }) => [state, (amount as { amountMinor: number }).amountMinor / 100]);
  return { memory, reverse, credits, now: () => memory.row("policy_1") };
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    ({ code }: { readonly code: string }) => code,
  );

describe("the reversal of a premium that a waiver has given back", () => {
  it("holds it no more, and leaves the policy waived as it is", async () => {
    const { memory, reverse, credits, now } = await waived("2025-02-01");
    expect([credits(), now()["paidToOn"]]).toEqual([[["held", 1_000]], "2025-03-01"]);
    await reverse("R1");
    expect([credits(), now()["paidToOn"], now()["state"]]).toEqual([[["reversed", 1_000]], "2025-03-01", "premiumWaived"]);
    expect(memory.row("receipt_1")["state"]).toBe("reversed");
  });

  it("holds on what was given back of the others, in whatever order they bounce", async () => {
    const { reverse, credits, now } = await waived("2024-03-01");
    expect([credits(), now()["paidToOn"]]).toEqual([[["held", 2_000]], undefined]);
    await reverse("R0");
    expect(credits()).toEqual([
      ["reversed", 2_000],
      ["held", 1_000],
    ]);
    await reverse("R1");
    expect(credits().filter(([state]) => state === "held")).toEqual([]);
    expect([now()["state"], now()["paidToOn"]]).toEqual(["premiumWaived", undefined]);
  });

  it("lets what fell due before the waiver be owed, where one payment was for both", async () => {
    const both = { receiptNumber: "R1", paidOn: "2024-03-01", periodFrom: "2024-03-01", paidToOn: "2026-03-01", amount: yuan(2_000) };
    const { reverse, credits, now } = await waived("2025-02-01", {}, [both]);
    await reverse("R1");
    expect([credits(), now()["state"], now()["paidToOn"]]).toEqual([[["reversed", 1_000]], "premiumWaived", undefined]);
  });

  it("is made good by the policyholder, and no receipt reversed, once it was refunded", async () => {
    const { memory, reverse, now } = await waived("2025-02-01");
    const [held] = memory.all(premiumCredit);
    memory.apply(premiumCreditLifecycle.refund as never, String(held?.["id"]), undefined);
    await expect(reverse("R1")).rejects.toMatchObject({ code: "insurance/premium-given-back", details: { amount: yuan(1_000) } });
    expect([now()["paidToOn"], memory.row("receipt_1")["state"]]).toEqual(["2025-03-01", "posted"]);
  });

  it("does so after the end of the waiver as well, and not where that lies between what one payment was for", async () => {
    const after = { state: "inForce", since: startOf("2024-03-01"), waivedFromOn: "2025-02-01", waivedUntilOn: "2025-06-01" } as const;
    const over = new MemoryWork("2025-06-10");
    over.add(product, aProduct());
    over.add(policy, aPolicy(after));
    over.add(premiumReceipt, aReceipt());
    over.add(premiumReceipt, aReceipt({ id: "receipt_2", receiptNumber: "R2", amount: yuan(2_000), periodFrom: "2024-03-01" }));
    over.create(premiumCredit, { policyId: "policy_1", amount: yuan(1_000), receivedOn: "2025-03-10", reason: "waived" });
    const reverse = (receiptNumber: string) => codeOf(over.run(reverseReceipt, { receiptNumber, reason: "It bounced" }));
    expect(await reverse("R2")).toBe("insurance/premium-given-back");
    expect([await reverse("R1"), over.row("policy_1")["paidToOn"]]).toEqual(["done", "2026-03-01"]);
    expect(over.all(premiumCredit).map(({ state }) => state)).toEqual(["reversed"]);
  });
});
