import { describe } from "vitest";
import { aCustomer, aPolicy, aProduct, yuan } from "../../test/moments.js";
import { changeRows } from "../../test/policy-change-rows.js";
import { courseRows } from "../../test/policy-course-rows.js";
import { endRows } from "../../test/policy-end-rows.js";
import { optionRows } from "../../test/policy-option-rows.js";
import { holdTransitions } from "../../test/transition-table.js";
import { policy } from "./policy.js";

const table = { ...courseRows, ...optionRows, ...endRows, ...changeRows };

describe("the lifecycle of a policy", () => {
  holdTransitions(policy, table, {
    record: (changes) => aPolicy(changes),
    needs: {
      product: aProduct(),
      receipts: { posted: 1, paid: [yuan(1_000)] },
      claims: { open: 0, made: 0 },
      losses: { last: null },
      loans: [],
      formerSums: [],
      standing: { covers: 0 },
      cancelled: { covers: 0 },
      insured: { ...aCustomer("customer_insured"), birthOn: "1990-01-01" },
      employers: [],
    },
    on: "2026-03-10",
  });
});
