import { aPolicy, endOf, startOf } from "./moments.js";
import type { TransitionTable } from "./transition-table.js";

const future = "2026-03-11";
const early = "2024-02-28";
const ended = { endedOn: "2026-02-28", since: endOf("2026-02-28") };
const wasIn = (state: string): readonly object[] => [
  { state, from: startOf("2024-03-01") },
  { state: "ended", from: endOf("2026-02-28") },
];

/** How each step of a cover is taken and refused. */
export const coverageRows: TransitionTable = {
  begin: {
    taken: { to: "active" },
    refused: { "insurance/policy-not-concluded": { needs: { policy: aPolicy({ state: "proposed" }) } } },
  },
  suspend: {
    taken: { to: "suspended", input: { suspendedOn: "2026-03-01" } },
    refused: {
      "insurance/dates-out-of-order": { input: { suspendedOn: early } },
      "insurance/date-in-future": { input: { suspendedOn: future } },
    },
  },
  resume: { taken: { to: "active" } },
  end: {
    taken: ["pending", "active", "suspended"].map((from) => ({ from, to: "ended", input: { endedOn: "2026-03-01" } })),
    refused: { "insurance/date-in-future": { input: { endedOn: future } } },
  },
  reopen: {
    taken: [
      ...["pending", "active", "suspended"].map((to) => ({ to, record: ended, needs: { stays: wasIn(to) } })),
      // nothing is known of it before
      { to: "active", record: ended },
    ],
    refused: {
      "insurance/policy-not-concluded": { needs: { policy: aPolicy({ state: "surrendered" }) } },
    },
  },
  expire: { taken: ["active", "suspended"].map((from) => ({ from, to: "ended", record: { expiresOn: "2026-03-10" } })) },
};
