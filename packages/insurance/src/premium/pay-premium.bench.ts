import { allPages } from "@kehu/core";
import type { TestCrm } from "@kehu/testing";
import { type Benchmark, bench } from "../../../../.ci/bench-api.js";
import { adoptLargeBook } from "../../test/adopt-large-book.js";
import { openForBook, server } from "../../test/book-on-server.js";
import { bookUntil } from "../../test/large-book.js";
import { type Policy, policy } from "../policy/policy.js";
import { payPremium } from "./pay-premium.js";

const [policies, agents, perRound] = [3000, 5, 200];
let test: TestCrm;
let close: () => Promise<void>;
let owed: Policy[] = [];
let number = 0;

async function open(): Promise<void> {
  ({ test, close } = await openForBook(agents));
  await adoptLargeBook(test, { policies, agents, timed: (_, work) => work() });
  owed = [];
  for await (const page of allPages(test.system, policy, { where: { state: "inForce" }, sort: "id", limit: 1000 })) owed.push(...page);
}

/** The next premium of some policies that are in force, each of another one, for nobody may pay long before it is due. */
const receipts = () =>
  owed.splice(0, perRound).map(({ policyNumber, premium }) => {
    number += 1;
    return { policyNumber, receiptNumber: `BENCH-${number}`, amount: premium, paidOn: bookUntil, method: "bankTransfer" as const };
  });

export default ("url" in server
  ? [
      bench({
        name: `callMany(payPremium) of ${perRound} receipts`,
        unit: "receipt",
        setup: open,
        teardown: () => close(),
        variants: {
          async kehu() {
            await test.system.callMany(payPremium, receipts());
            return perRound;
          },
          async "one at a time"() {
            for (const receipt of receipts()) await test.system.call(payPremium, receipt);
            return perRound;
          },
        },
        baseline: "one at a time",
        aim: { timesBaseline: 0.1 },
        rounds: 3,
      }),
    ]
  : []) satisfies readonly Benchmark[];
