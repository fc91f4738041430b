import {
  type AnyNeed,
  type AnyOperation,
  type AnyRecord,
  type AnyTransition,
  check,
  decide,
  type Instant,
  KehuError,
  type Kept,
  type Money,
  matches,
  type Operation,
  type Refusal,
  type Rule,
  refused,
  staysOf,
  sumMoney,
  type Where,
  type Work,
} from "@kehu/core";
import { service } from "@kehu/service";
import * as z from "zod";
import * as definitions from "../src/definitions.js";
import { at } from "./moments.js";

type Row = Kept<string, string> & Readonly<Record<string, unknown>>;
type Given = Readonly<Record<string, unknown>>;
interface Finding {
  readonly where?: object;
  readonly limit?: number;
  readonly after?: string;
}
const rules: readonly Rule[] = [...Object.values<unknown>(definitions), ...Object.values<unknown>(service.definitions)].filter(
  (each): each is Rule => (each as { kind?: unknown }).kind === "rule",
);

/** The verbs over rows in memory, so that an operation is tried in microseconds. The databases have the final say. */
export class MemoryWork {
  readonly rows = new Map<string, Row>();
  readonly entries = new Map<string, { readonly state: string; readonly from: Instant }[]>();
  pages = 0;
  #made = 0;

  readonly time: string;
  readonly actor: Work["actor"];

  constructor(time: string, actor: Work["actor"] = at(time).actor) {
    this.time = time;
    this.actor = actor;
  }

  /** As an operation sees it. */
  get work(): Work {
    const verbs = {
      create: async (record: AnyRecord, input: Given, options: { state?: string } = {}) => this.create(record, input, options.state),
      get: async (_: AnyRecord, id: string) => this.row(id),
      find: async (record: AnyRecord, options: Finding = {}) => this.find(record, options),
      aggregate: async (record: AnyRecord, query: { where?: object; measures: object }) => [
        measured(query.measures, this.all(record, query.where)),
      ],
      updateMany: async (_: AnyRecord, changes: readonly { readonly id: string; readonly change: Given }[]) => {
        for (const { id, change } of changes) this.rows.set(id, { ...this.row(id), ...change } as Row);
      },
      call: async (operation: AnyOperation, input: unknown) =>
        operation.run(this.work, z.strictObject(operation.input as z.ZodRawShape).parse(input) as never),
      apply: async (transition: AnyTransition, id: string, input: unknown) => this.apply(transition, id, input),
      refuse: (refusal: Refusal) => {
        throw refused(refusal);
      },
    };
    return { ...at(this.time), actor: this.actor, ...verbs } as unknown as Work;
  }

  /** Nothing of an operation that is refused remains. */
  async run<I, O>(operation: Operation<I, O>, input: unknown): Promise<O> {
    const rows = new Map(this.rows);
    try {
      return await operation.run(this.work, input as never);
    } catch (refusal) {
      this.rows.clear();
      for (const [id, row] of rows) this.rows.set(id, row);
      throw refusal;
    }
  }

  add(record: AnyRecord, row: Kept<string, string>): void {
    this.rows.set(row.id, { ...row, "~record": record.name } as Row);
    this.entries.set(row.id, [{ state: row.state, from: row.since }]);
  }

  create(record: AnyRecord, input: Given, state = record.initial[0]): Row {
    const { now } = at(this.time);
    const parsed = z.strictObject(record.fields).parse(input) as Given;
    const id = `${record.name}_${++this.#made}`;
    const made = { ...parsed, id, version: 1, state, since: now, createdAt: now, updatedAt: now } as Row;
    this.keepRules(record, made);
    this.add(record, made);
    return made;
  }

  apply(transition: AnyTransition, id: string, input: unknown): Row {
    const record = this.row(id);
    const needs = Object.fromEntries(Object.entries(transition.needs).map(([name, need]) => [name, this.load(need, record, input)]));
    const decision = decide(transition, { ...at(this.time), actor: this.actor, record, needs, input } as never);
    if (!decision.ok) throw refused(decision.refusal);
    const changed = decision.record as unknown as Row;
    this.keepRules(transition.record, changed);
    this.rows.set(id, changed);
    this.entries.get(id)?.push({ state: changed.state, from: changed.since });
    for (const { verb, on, id, input } of decision.acts)
      if (verb === "apply") this.apply(on as unknown as AnyTransition, id ?? "", input);
      else if (verb === "create") this.create(on as unknown as AnyRecord, input as Given);
    return changed;
  }

  row(id: string): Row {
    const row = this.rows.get(id);
    if (row === undefined) throw new KehuError("test/unknown", `There is no ${id}.`);
    return row;
  }

  all(record: AnyRecord, where: object = {}): readonly Row[] {
    return [...this.rows.values()].filter((row) => row["~record"] === record.name && matches(where as Where<Row>, row));
  }

  private find(record: AnyRecord, { where, limit = 50, after }: Finding) {
    this.pages++;
    const items = this.all(record, where).filter(({ id }) => after === undefined || id > after);
    const page = items.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    return { items: page, ...(items.length > limit && { next: page.at(-1)?.id }) };
  }

  private keepRules(record: AnyRecord, row: Row): void {
    for (const rule of rules.filter((each) => each.record.name === record.name)) {
      const needs = Object.fromEntries(Object.entries(rule.needs).map(([name, need]) => [name, this.load(need, row, undefined)]));
      const [refusal] = check([rule], { ...at(this.time), record: row as never, needs });
      if (refusal) throw refused(refusal);
    }
  }

  private load(need: AnyNeed, record: Row, input: unknown): unknown {
    const base = need.of ? (this.load(need.of, record, input) as Row | undefined) : record;
    // nobody is named where the path begins
    if (base === undefined) return need.kind === "many" || need.kind === "history" ? [] : undefined;
    if (need.kind === "one")
      return this.rows.get(String(need.path.startsWith("input.") ? (input as Given)[need.path.slice(6)] : base[need.path]));
    if (need.kind === "history") return staysOf(this.entries.get(String(need.path === "id" ? base.id : base[need.path])) ?? []);
    const found = this.all(need.record, { ...need.where, [need.path]: base.id });
    return need.kind === "totals" ? measured(need.measures ?? {}, found) : found;
  }
}

const measured = (measures: object, rows: readonly Row[]): Given =>
  Object.fromEntries(
    Object.entries(measures as Record<string, { kind: string; path?: string }>).map(([name, { kind, path }]) => [
      name,
      kind === "count" ? rows.length : sumMoney(rows.map((row) => row[path ?? ""] as Money)),
    ]),
  );
