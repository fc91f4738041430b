// What a hover shows: the exact types that callers get, and no `any` on the way to them.
import * as z from "zod";
import {
  among,
  type Change,
  count,
  date,
  decide,
  defineLifecycle,
  defineOperation,
  defineQuery,
  defineRecord,
  defineRule,
  earliestOf,
  group,
  history,
  type Id,
  latestOf,
  list,
  type Money,
  many,
  money,
  type NeedsOf,
  type New,
  one,
  oneOrNone,
  party,
  type Ratio,
  ratio,
  ref,
  type Session,
  type Stay,
  type Stored,
  sum,
  text,
  total,
  totals,
} from "../index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
/** Compiles only for the type itself. */
const exactly =
  <Expected>() =>
  <Given>(
    _value: Given,
    ..._proof: Same<Given, Expected> extends true ? [] : [{ readonly expected: Expected; readonly given: Given }]
  ): void => {};
/** Compiles for everything but `any`. */
const known = <T>(_value: T, ..._proof: IsAny<T> extends true ? ["this is any"] : []): void => {};

const flat = defineRecord("lease/flat", { fields: { number: text(16), areaM2: z.number(), rent: money() }, states: ["empty", "let"] });
const lease = defineRecord("lease/lease", {
  fields: {
    flatId: ref("lease/flat"),
    tenantId: party("tenant"),
    guarantorId: party("guarantor").optional(),
    startsOn: date(),
    endsOn: date().optional(),
    people: list(group({ customerId: party("resident"), since: date() }), 10).default([]),
  },
  states: ["draft", "running", "ended"],
  managed: ["endsOn"],
});
const payment = defineRecord("lease/payment", { fields: { leaseId: ref("lease/lease"), amount: money(), months: z.int() } });

interface LeaseFields {
  flatId: Id<"lease/flat">;
  tenantId: Id<"customer">;
  startsOn: string;
  people: { customerId: Id<"customer">; since: string }[];
  guarantorId?: Id<"customer"> | undefined;
  endsOn?: string | undefined;
}
/** A schema of another copy of zod, whose inside is not known. */
interface SchemaFromElsewhere<Out, In = Out> {
  readonly _zod: { readonly def: { readonly type: "string"; readonly isOther: true }; readonly output: Out; readonly input: In };
}
declare const elsewhere: SchemaFromElsewhere<"a" | "b">;
const fromElsewhere = defineRecord("lease/from-elsewhere", { fields: { kind: elsewhere, kinds: list(elsewhere, 3) } });
exactly<"a" | "b">()(null as unknown as Stored<typeof fromElsewhere>["kind"]);
exactly<("a" | "b")[]>()(null as unknown as New<typeof fromElsewhere>["kinds"]);
declare const stored: Stored<typeof lease>;
declare const fields: Pick<Stored<typeof lease>, keyof LeaseFields>;
declare const given: New<typeof lease>;
declare const change: Change<typeof lease>;
exactly<{ -readonly [K in keyof LeaseFields]: LeaseFields[K] }>()(fields);
exactly<"draft" | "running" | "ended">()(stored.state);
exactly<Id<"lease/lease">>()(stored.id);
exactly<{ readonly state: "draft" | "running" | "ended"; readonly since: string } | undefined>()(stored.origin);
// managed fields are given at creation, defaults may be left out
exactly<{ customerId: Id<"customer">; since: string }[] | undefined>()(given.people);
exactly<string | undefined>()(given.endsOn);
// null clears what may be empty, and nothing else; managed fields are not to be changed
exactly<Id<"customer"> | null | undefined>()(change.guarantorId);
exactly<string | undefined>()(change.startsOn);
exactly<"flatId" | "tenantId" | "guarantorId" | "startsOn" | "people">()(null as unknown as keyof typeof change);

const itsFlat = one(flat, "flatId");
export const leaseLifecycle = defineLifecycle(lease, (t) => ({
  start: t({ from: "draft", to: "running" }),
  end: t({
    from: "running",
    to: "ended",
    input: { endsOn: date(), reasons: list(z.enum(["moves", "owes"]), 2).default([]) },
    needs: {
      flat: itsFlat,
      siblings: many(lease, "flatId", { of: itsFlat }),
      paid: totals(payment, "leaseId", {
        measures: {
          times: count(),
          amount: sum("amount"),
          months: total("months"),
          longest: latestOf("months"),
          first: earliestOf("leaseId"),
        },
      }),
      stays: history(flat, "flatId"),
      guarantor: oneOrNone(defineRecord("customer", { fields: { displayName: text(80) } }), "guarantorId"),
    },
    guard: ({ record, input, needs, now, actor, calendar }) => {
      exactly<undefined>()(input);
      exactly<Stored<typeof lease>>()(record);
      exactly<Stored<typeof flat>>()(needs.flat);
      exactly<readonly Stored<typeof lease>[]>()(needs.siblings);
      exactly<number>()(needs.paid.times);
      exactly<readonly Money[]>()(needs.paid.amount);
      exactly<number>()(needs.paid.months);
      exactly<number | null>()(needs.paid.longest);
      exactly<Id<"lease/lease"> | null>()(needs.paid.first);
      exactly<readonly Stay<"empty" | "let">[]>()(needs.stays);
      exactly<string | undefined>()(needs.guarantor?.displayName);
      for (const value of [now, actor.id, calendar.dayOf(now)]) exactly<string>()(value);
      known(needs.flat.rent.amountMinor);
      return undefined;
    },
    check: ({ input }) => {
      exactly<string>()(input.endsOn);
      exactly<("moves" | "owes")[]>()(input.reasons);
      return undefined;
    },
    set: ({ input }) => ({ endsOn: input.endsOn }),
  }),
}));
// outside, defaults may be left out
exactly<{ endsOn: string; reasons?: ("moves" | "owes")[] | undefined } | undefined>()(leaseLifecycle.end["~input"]);
exactly<undefined>()(leaseLifecycle.start["~input"]);
type Loaded = NeedsOf<typeof leaseLifecycle.end>;
exactly<Stored<typeof flat>>()({} as Loaded["flat"]);
exactly<readonly Stored<typeof lease>[]>()({} as Loaded["siblings"]);
exactly<"flat" | "siblings" | "paid" | "stays" | "guarantor">()({} as keyof Loaded);
exactly<unknown>()({} as NeedsOf<typeof leaseLifecycle.start>);
known(leaseLifecycle.end.record.fields);
known(leaseLifecycle.end.record.fields.startsOn);
exactly<"lease/lease">()(leaseLifecycle.end.record.name);
exactly<readonly ("draft" | "running" | "ended")[]>()(leaseLifecycle.end.record.states);

const decision = decide(leaseLifecycle.start, { record: stored, now: "2026-01-01T00:00:00.000Z" });
if (decision.ok) {
  exactly<Stored<typeof lease>>()(decision.record);
  known(decision.record.people[0]?.since);
  for (const act of decision.acts) exactly<unknown>()(act.input);
} else {
  exactly<string>()(decision.refusal.message);
  exactly<Readonly<Record<string, unknown>>>()(decision.refusal.details);
}
defineRule("lease/rule", lease, {
  needs: { flat: itsFlat },
  check: ({ record, before, needs }) => {
    exactly<Stored<typeof lease> | undefined>()(before);
    exactly<string>()(needs.flat.number);
    known(record.people);
    return undefined;
  },
});

const let_ = defineOperation("lease/let", {
  input: { flatId: ref("lease/flat"), months: z.int().default(12) },
  output: group({ leaseId: ref("lease/lease") }),
  async run(work, input) {
    exactly<{ flatId: Id<"lease/flat">; months: number }>()(input);
    const found = await work.get(flat, input.flatId);
    exactly<Stored<typeof flat>[keyof Stored<typeof flat>]>()(found[null as unknown as keyof typeof found]);
    return { leaseId: (await work.create(lease, { flatId: found.id, tenantId: "c1", startsOn: work.today })).id };
  },
});
const occupancy = defineQuery("lease/occupancy", {
  input: { on: date() },
  output: group({ numerator: z.int(), denominator: z.int(), value: z.number().nullable() }),
  run: async (reader, { on }) => {
    exactly<string>()(on);
    const rows = await reader.aggregate(lease, {
      by: ["state", "startsOn by month"],
      measures: { leases: count(), last: total("version") },
    });
    exactly<number>()(rows[0]?.leases ?? 0);
    return ratio(rows.length, 1);
  },
});
declare const desk: Session;
exactly<{ leaseId: Id<"lease/lease"> }>()(await desk.call(let_, { flatId: "f1" }));
exactly<{ numerator: number; denominator: number; value: number | null }>()(await desk.call(occupancy, { on: "2026-01-01" }));
exactly<Ratio>()(ratio(1, 2));

const page = await desk.find(lease, { where: { flatId: { in: among(flat, "id", { state: "let" }) } }, sort: "-startsOn" });
exactly<readonly Pick<Stored<typeof lease>, keyof Stored<typeof lease>>[]>()(page.items);
exactly<string | undefined>()(page.items[0]?.startsOn);
exactly<string | undefined>()(page.next);
const narrow = await desk.find(lease, { select: ["id", "endsOn"] });
exactly<readonly Pick<Stored<typeof lease>, "id" | "endsOn">[]>()(narrow.items);
const one_ = await desk.get(lease, "l1", { select: ["state"] });
exactly<{ readonly state: "draft" | "running" | "ended" }>()(one_);
const rows = await desk.aggregate(lease, { by: ["state", "startsOn by month"], measures: { leases: count() } });
exactly<"draft" | "running" | "ended" | undefined>()(rows[0]?.state);
exactly<string | undefined>()(rows[0]?.["startsOn by month"]);
exactly<number | undefined>()(rows[0]?.leases);
const edges = await desk.aggregate(flat, { measures: { smallest: earliestOf("areaM2"), last: latestOf("state"), id: latestOf("id") } });
exactly<number | null | undefined>()(edges[0]?.smallest);
exactly<"empty" | "let" | null | undefined>()(edges[0]?.last);
exactly<Id<"lease/flat"> | null | undefined>()(edges[0]?.id);
// where the field is optional, too
const ends = await desk.aggregate(lease, { measures: { last: latestOf("endsOn") } });
exactly<string | null | undefined>()(ends[0]?.last);
exactly<Stored<typeof lease>>()(await desk.apply(leaseLifecycle.end, "l1", { endsOn: "2026-01-01" }));
known((await desk.adoptMany(lease, []))[0]?.record?.people);
for (const possibility of await desk.can(lease, "l1")) known(possibility.refusal);
