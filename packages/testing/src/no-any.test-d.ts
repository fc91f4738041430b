// No value that a user touches is `any`, or holds one: a slip in it would go unnoticed. What is found stands in the error, as a path.
import * as core from "@kehu/core";
import * as calendar from "@kehu/core/calendar";
import * as documents from "@kehu/core/documents";
import * as engine from "@kehu/core/engine";
import * as phone from "@kehu/core/phone";
import * as value from "@kehu/core/value";
import * as zhCN from "@kehu/core/zh-CN";
import * as crm from "@kehu/crm";
import * as pglite from "@kehu/crm/pglite";
import * as postgres from "@kehu/crm/postgres";
import type { IsAny } from "type-fest";
import * as z from "zod";
import { insurance, payPremium, persistencyFigure, policy, policyLifecycle } from "../../insurance/src/index.js";
import * as service from "../../service/src/index.js";
import * as testing from "./index.js";

type Deeper = { 6: 5; 5: 4; 4: 3; 3: 2; 2: 1; 1: 0; 0: never };
/** The inside of zod, of bytes, of columns of numbers and of the language itself is not ours. */
type Columns = Uint8Array | Int32Array | Float64Array;
type Foreign = { readonly _zod: unknown } | (abstract new (...given: never) => Error) | Columns | Date | RegExp | Error | symbol;
/** The paths at which a type holds `any`, through promises, lists, objects, and what functions take and give. */
type AnyIn<T, Path extends string = "it", Depth extends keyof Deeper = 6> =
  IsAny<T> extends true
    ? Path
    : [Depth] extends [0]
      ? never
      : unknown extends T
        ? never
        : T extends Foreign | string | number | boolean | bigint | null | undefined
          ? never
          : T extends (...taken: infer Taken) => infer Gives
            ? AnyIn<Taken, `${Path}(taken)`, Deeper[Depth]> | AnyIn<Gives, `${Path}()`, Deeper[Depth]> | AnyInside<T, Path, Depth>
            : T extends Promise<infer Value>
              ? AnyIn<Value, Path, Deeper[Depth]>
              : T extends AsyncGenerator<infer Item> | Generator<infer Item> | ReadonlySet<infer Item>
                ? AnyIn<Item, `${Path}[]`, Deeper[Depth]>
                : T extends ReadonlyMap<infer Key, infer Item>
                  ? AnyIn<Key | Item, `${Path}[]`, Deeper[Depth]>
                  : T extends readonly (infer Item)[]
                    ? AnyIn<Item, `${Path}[]`, Deeper[Depth]>
                    : AnyInside<T, Path, Depth>;
type AnyInside<T, Path extends string, Depth extends keyof Deeper> = {
  [K in keyof T & string]: AnyIn<T[K], `${Path}.${K}`, Deeper[Depth]>;
}[keyof T & string];

/** Compiles only for what holds no `any`. */
const clean = <T>(_value: T, ..._found: [AnyIn<T>] extends [never] ? [] : [{ readonly "any at": AnyIn<T> }]): undefined => undefined;

const after = <T>(_checked: undefined, answer: T): T => answer;

// the test itself finds it: at once, in what a function takes and gives, behind a promise, a list and a generator
type Loose = ReturnType<typeof JSON.parse>;
const found = <T>(_value: T, _at: AnyIn<T>): void => {};
declare const loose: {
  readonly plain: { readonly deep: readonly Loose[] };
  take(given: { readonly inner: Loose }): void;
  give(): Promise<readonly { readonly inner: Loose }[]>;
  pages(): AsyncGenerator<Loose>;
  readonly byName: ReadonlyMap<string, Loose>;
};
for (const at of ["it.plain.deep[]", "it.take(taken)[].inner", "it.give()[].inner", "it.pages()[]", "it.byName[]"] as const)
  found(loose, at);
// @ts-expect-error it holds some
clean(loose);

// what the entry points export; generic functions count with their bounds
clean(core);
clean(calendar);
clean(documents);
clean(engine);
clean(phone);
clean(value);
clean(zhCN);
clean(crm);
clean(pglite);
clean(postgres);
clean(service);
clean(testing);

// what a session gives
declare const desk: core.Session;
declare const running: crm.Crm;
declare const amount: core.Money;
clean(desk);
clean(running);
const premium = { policyNumber: "P1", receiptNumber: "R1", amount, paidOn: "2026-01-01", method: "card" } as const;
const terms = { premium: amount, premiumFrequency: "annual", sumAssured: amount, effectiveOn: "2026-01-01" } as const;
const made = { policyNumber: "P1", holderId: "c1", insuredId: "c1", productId: "p1", ...terms } as const;
const read = await desk.get(policy, "p1");
clean(read);
clean(await desk.get(policy, "p1", { select: ["beneficiaries", "state"] }));
clean(await desk.find(policy, { where: { beneficiaries: { has: { rank: 1 } } } }));
clean(
  await desk.aggregate(policy, {
    by: ["state", "effectiveOn by month"],
    measures: { all: core.count(), premium: core.sum("premium"), first: core.earliestOf("effectiveOn") },
  }),
);
clean(await desk.call(payPremium, premium));
clean(await desk.callMany(payPremium, [premium]));
clean(await desk.call(persistencyFigure, {} as never));
clean(await desk.create(policy, made));
clean(await desk.createMany(policy, [made]));
clean(await desk.adopt(policy, made, { state: "inForce", asOf: "2026-01-01", source: "a#1" }));
clean(await desk.adoptMany(policy, []));
clean(await desk.update(policy, "p1", {}));
clean(await desk.assign(policy, "p1", { teamId: "t" }));
clean(await desk.apply(policyLifecycle.issue, "p1"));
clean(await desk.applyMany(policyLifecycle.issue, [{ id: "p1" }]));
clean(await desk.can(policy, "p1"));
clean(await desk.describe(policy));
clean(await desk.call(crm.viewCustomer, { customerId: "c1" }));
clean(await desk.call(crm.lookUpCustomer, { text: "1" }));

// what the pure engine gives
declare const loaded: core.NeedsOf<typeof policyLifecycle.issue>;
clean(loaded);
const decision = core.decide(policyLifecycle.issue, { record: read, needs: loaded, now: "2026-01-01T00:00:00.000Z" });
clean(decision);
clean(core.check([], { record: read, now: "2026-01-01T00:00:00.000Z" }));
clean(core.analyse(policy, [policyLifecycle]));
clean(testing.given(read).when(policyLifecycle.issue).then.becomes("inForce"));
clean(testing.stored(policy));
declare const test: testing.TestCrm;
clean(test);
clean(await testing.testPack(insurance));

// definitions, as they are kept in packs
clean(insurance);
clean(policy);
clean(policyLifecycle);
clean(payPremium);
clean(persistencyFigure);

// moments
const flat = core.defineRecord("lease/flat", { fields: { rent: core.money(), ownedById: core.party("owner") } });
const lease = core.defineRecord("lease/lease", {
  fields: {
    flatId: core.ref("lease/flat"),
    people: core.list(core.group({ name: core.text(9), age: z.int() })),
    note: core.text(9).optional(),
  },
  states: ["draft", "running"],
});
const needs = {
  flat: core.one(flat, "flatId"),
  siblings: core.many(lease, "flatId", { of: core.one(flat, "flatId") }),
  figures: core.totals(lease, "flatId", { of: core.one(flat, "flatId"), measures: { all: core.count(), last: core.latestOf("since") } }),
  stays: core.history(lease, "id"),
};
core.defineLifecycle(lease, (t) => ({
  start: t({
    from: "draft",
    to: ["running"],
    input: { on: core.date(), tags: core.list(core.text(5)) },
    needs,
    guard: (moment) => clean(moment),
    check: (moment) => clean(moment),
    choose: (moment) => after(clean(moment), "running"),
    set: (moment) => after(clean(moment), {}),
    effective: (moment) => after(clean(moment), moment.now),
    also: (moment) => after(clean(moment), []),
  }),
  end: t({ from: "running", needs, due: (moment) => clean(moment) }),
  soon: t({ from: "running", needs, when: (moment) => after(clean(moment), true) }),
}));
core.defineRule("lease/rule", lease, { needs, check: (moment) => clean(moment) });
core.defineDeadline("lease/deadline", lease, {
  runsIn: ["running"],
  needs,
  within: (moment) => clean(moment),
  missed: (moment) => after(clean(moment), []),
});
core.defineLedger(lease, { needs, entries: (moment) => after(clean(moment), []) });
core.defineOperation("lease/act", {
  input: { on: core.date() },
  output: core.group({ leaseId: core.ref("lease/lease") }),
  run: async (work, input) => {
    clean(work);
    clean(input);
    return { leaseId: "" };
  },
});
core.defineQuery("lease/ask", {
  input: { on: core.date() },
  output: z.int(),
  run: async (reader, input) => {
    clean(reader);
    clean(input);
    return 1;
  },
});
core.may.apply(policyLifecycle.issue, "all", (moment) => after(clean(moment), true));
const refusal = core.defineRefusal("lease/no", "No {flat}.");
clean(refusal);
clean(refusal({ flat: "A" }));
