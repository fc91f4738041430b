import { type AnyRecord, type AnyTransition, type Needs, refused } from "@kehu/core";
import { uuidOf } from "@kehu/core/engine";
import type { Statement } from "../../database/database.js";
import { groupBy } from "../../group-by.js";
import { notFound } from "../../read/refusals.js";
import { entryOf, known } from "../../registry.js";
import type { AnyStored } from "../../schema/row.js";
import { lockSettled } from "../clocks/overdue.js";
import { lock, uuidsOf } from "../lock.js";
import { type Following, send, type Unit } from "../unit/unit.js";
import { applyMany } from "./apply.js";
import { createMany } from "./create.js";
import type { Meetings, Own, Side, Wrote } from "./meetings.js";
import { updateMany } from "./update.js";

interface Row {
  readonly side: Side;
  readonly id: string;
}
interface AskedRead {
  readonly verb: "read";
  readonly side: Side;
  readonly statements: readonly Statement[];
}
interface AskedGet extends Row {
  readonly verb: "get";
  readonly on: AnyRecord;
}
interface AskedCreate {
  readonly verb: "create";
  readonly side: Side;
  readonly on: AnyRecord;
  readonly input: unknown;
  readonly options: { readonly state?: string; readonly ifExists?: "refuse" | "give" };
}
interface AskedApply extends Row {
  readonly verb: "apply";
  readonly on: AnyTransition;
  readonly input: unknown;
  readonly version: number | undefined;
}
interface AskedUpdate extends Row {
  readonly verb: "update";
  readonly on: AnyRecord;
  readonly change: unknown;
  readonly version: number | undefined;
}
/** What a call waits for. */
export type Asked = AskedRead | AskedGet | AskedCreate | AskedApply | AskedUpdate;
/** The verbs that have a form for many calls, in the transaction of all. */
interface Ground {
  readonly unit: Unit;
  readonly meetings: Meetings;
}
const authority = "definition";

/** Does what many calls wait for, what is alike together; gives the answers in order. */
export async function answerTogether(ground: Ground, asked: readonly Asked[]): Promise<readonly unknown[]> {
  const answers = new Map<Asked, unknown>();
  for (const alike of groupBy(asked, kindOf).values()) {
    const given = await answerAlike(ground, alike);
    for (const [index, each] of alike.entries()) answers.set(each, given[index]);
  }
  return asked.map((each) => answers.get(each));
}

function kindOf(asked: Asked): string {
  if (asked.verb === "read") return asked.verb;
  return asked.verb === "create" ? JSON.stringify([asked.verb, asked.on.name, asked.options]) : `${asked.verb} ${asked.on.name}`;
}

function answerAlike(ground: Ground, alike: readonly Asked[]): Promise<readonly unknown[]> {
  switch (alike[0]?.verb) {
    case "read":
      return read(ground, alike as readonly AskedRead[]);
    case "get":
      return get(ground, alike as readonly AskedGet[]);
    case "create":
      return create(ground, alike as readonly AskedCreate[]);
    case "update":
      return update(ground, alike as readonly AskedUpdate[]);
    default:
      return apply(ground, alike as readonly AskedApply[]);
  }
}

async function read({ unit }: Ground, alike: readonly AskedRead[]): Promise<readonly unknown[]> {
  const results = await send(
    unit,
    alike.flatMap(({ statements }) => statements),
  );
  let at = 0;
  return alike.map(({ statements }) => {
    at += statements.length;
    return results.slice(at - statements.length, at);
  });
}

async function get(ground: Ground, alike: readonly AskedGet[]): Promise<readonly unknown[]> {
  const [{ on }] = alike as [AskedGet];
  const entry = entryOf(ground.unit, on);
  const uuids = uuidsOf(entry, [...new Set(alike.map(({ id }) => id))]);
  // what was overdue for them happens
  const found = await hearing(ground, { entry }, async (unit) => {
    const locked = await lockSettled(unit, entry, () => lock(unit, entry, uuids, { strength: "no key update" }));
    return alike.map(({ side, id }): Own => {
      const record = locked.records.get(uuidOf(entry.record.name, id));
      if (!record) throw refused(notFound({ record: on.name, id }));
      return { side, record };
    });
  });
  return found.map(({ record }) => record);
}

async function create(ground: Ground, alike: readonly AskedCreate[]): Promise<readonly unknown[]> {
  const [{ on, options }] = alike as [AskedCreate];
  const { state, ifExists } = options;
  const inputs = alike.map(({ input }) => input);
  const made = await write(ground, { on, alike }, (unit) => createMany(unit, on, inputs, { authority, state, ifExists }));
  // it may have been there
  for (const [index, { id }] of made.entries()) ground.meetings.reads((alike[index] as Asked).side, id);
  return made;
}

const update = (ground: Ground, alike: readonly AskedUpdate[]): Promise<readonly unknown[]> => {
  const [{ on }] = alike as [AskedUpdate];
  return write(ground, { on, alike }, (unit) => updateMany(unit, on, alike, authority));
};

const apply = (ground: Ground, alike: readonly AskedApply[]): Promise<readonly unknown[]> => {
  const [{ on }] = alike as [AskedApply];
  const { needs, record } = known(ground.unit, "transitions", on.name);
  return write(ground, { on: record, alike, needs }, (unit) => applyMany(unit, on, alike, authority));
};

interface Writing {
  readonly on: AnyRecord;
  readonly alike: readonly (AskedCreate | AskedUpdate | AskedApply)[];
  readonly needs?: Needs;
}
async function write(
  ground: Ground,
  { on, alike, needs }: Writing,
  verb: (unit: Unit) => Promise<readonly AnyStored[]>,
): Promise<readonly AnyStored[]> {
  const entry = entryOf(ground.unit, on);
  const own = await hearing(ground, { entry, ...(needs && { needs }) }, async (unit) => {
    const records = await verb(unit);
    return records.map((record, index): Own => {
      const { side, ...asked } = alike[index] as AskedApply;
      return { side, record, input: asked.input };
    });
  });
  return own.map(({ record }) => record);
}

/** Does one verb as a whole, and tells the meetings of all that it changed. */
async function hearing(
  { unit, meetings }: Ground,
  about: Pick<Wrote, "entry" | "needs">,
  verb: (unit: Unit) => Promise<readonly Own[]>,
): Promise<readonly Own[]> {
  const followings: Following[] = [];
  const follow = (inside: Unit, following: Following): Promise<void> => {
    followings.push(following);
    return unit.door.follow(inside, following);
  };
  const own = await verb({ ...unit, happened: new Set(unit.happened), written: new Map(), door: { ...unit.door, follow } });
  meetings.wrote({ ...about, own, followings });
  return own;
}
