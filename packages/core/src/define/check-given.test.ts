import { describe, expect, it } from "vitest";
import * as z from "zod";
import { defineDeadline } from "./deadline.js";
import { date, money, ref } from "./field.js";
import { defineLedger } from "./ledger.js";
import { defineLifecycle } from "./lifecycle.js";
import { many, totals } from "./need.js";
import { defineOperation } from "./operation.js";
import { defineQuery } from "./query.js";
import { defineRecord } from "./record.js";
import { defineRole, may } from "./role.js";
import { defineRule } from "./rule.js";
import { sentence } from "./sentence.test-pack.js";

const shop = defineRecord("trade/shop", { fields: { on: date() }, states: ["open", "shut"] });
const sale = defineRecord("trade/sale", { fields: { price: money() } });
const visit = defineRecord("trade/visit", { fields: { shopId: ref("trade/shop") }, states: ["open", "over"] });
const check = () => undefined;
const looking = (needs: object) => () => defineRule("trade/r", shop, { needs, check } as never);
const act = { input: {}, output: z.int(), run: async () => 1 };
const record = (def: object) => () => defineRecord("trade/x", { fields: { on: date() }, ...def } as never);
const transition = (def: object) => () =>
  defineLifecycle(shop, ((t: (def: unknown) => unknown) => ({ close: t({ from: "open", ...def }) })) as never);
const deadline = (def: object) => () => defineDeadline("trade/late", shop, { runsIn: ["open"], within: check, ...def } as never);
const role = (grant: object) => () => defineRole("trade/clerk", [{ ...may.read(sale, "all"), ...grant } as never]);
const settings = (place: string, unknown: string, known: string) => `${place} has no setting "${unknown}", only ${known}.`;

describe("a definition with a setting that there is not, or that is no function", () => {
  it.each([
    [
      record({ uniqe: [] }),
      settings('The record "trade/x"', "uniqe", "fields, states, initial, unique, noOverlap, indexed, managed, appendOnly, retention"),
    ],
    [
      transition({ to: "shut", gaurd: check }),
      settings(
        'The transition "trade/shop#close"',
        "gaurd",
        "from, to, choose, input, needs, guard, check, set, effective, also, due, when",
      ),
    ],
    [() => defineRule("trade/r", sale, { check, chek: check } as never), settings('The rule "trade/r"', "chek", "needs, check")],
    [
      deadline({ pauseIn: ["shut"] }),
      settings('The deadline "trade/late"', "pauseIn", "runsIn, pausesIn, needs, within, met, warn, missed"),
    ],
    [() => defineLedger(sale, { entries: () => [], need: {} } as never), settings('The ledger of "trade/sale"', "need", "needs, entries")],
    [
      () => defineOperation("trade/sell", { ...act, outputs: z.int() } as never),
      settings('The operation "trade/sell"', "outputs", "input, output, run"),
    ],
    [() => defineQuery("trade/top", { ...act, where: {} } as never), settings('The query "trade/top"', "where", "input, output, run")],
    [() => may.read(sale, "all", { hidden: ["price"] } as never), settings("may.read(…)", "hidden", "hide")],
    [
      () => defineOperation("trade/sell", { input: {}, run: async () => 1 } as never),
      'The operation "trade/sell" needs the schema `output`, such as z.int() or group({ … }).',
    ],
    [
      () => defineQuery("trade/top", { ...act, output: "number" } as never),
      'The query "trade/top" needs the schema `output`, such as z.int() or group({ … }).',
    ],
    [
      looking({ visits: many(visit, "shopId", { where: { sate: "open" } as never }) }),
      'The rule "trade/r", need "visits", filters by "sate", which is no field of "trade/visit".',
    ],
    [
      looking({ visits: totals(visit, "shopId", {} as never) }),
      'The rule "trade/r", need "visits", measures nothing; give measures such as { count: count() }.',
    ],
    [transition({ to: "shut", guard: true }), 'The transition "trade/shop#close" needs the function `guard`.'],
    [transition({ to: "shut", when: "now" }), 'The transition "trade/shop#close" needs the function `when`.'],
    [deadline({ met: true }), 'The deadline "trade/late" needs the function `met`.'],
    [deadline({ missed: [] }), 'The deadline "trade/late" needs the function `missed`.'],
    [
      () => defineLifecycle(shop, (() => undefined) as never),
      'A lifecycle of "trade/shop" needs its transitions, as in (t) => ({ close: t({ from, to }) }).',
    ],
    ...["everybody", undefined, null].map((reach): [() => unknown, string] => [
      role({ reach }),
      `The role "trade/clerk" reaches "trade/sale" as far as "${reach}"; write "own", "team", "all" or a path.`,
    ]),
  ])("is refused, case %#", (define, message) => expect(sentence(define)).toBe(message));
});
