import type { Bucket, Measured, Measures, Measuring } from "../filter/measure.js";
import type { Sort, Where } from "../filter/where.js";
import type { Description, Possibility } from "./describe.js";
import type { CalendarDate, Id, Instant } from "./id.js";
import type { Transition } from "./lifecycle.js";
import type { Stay } from "./need.js";
import type { Operation } from "./operation.js";
import type { Query } from "./query.js";
import type { AnyRecord, Change, New, StateOf, Stored } from "./record.js";
import type { Refusal } from "./refusal.js";

type Fields<R> = keyof Stored<R> & string;
export interface Selected<F extends string> {
  /** Only these fields. Without it the whole record, which is refused to a role that may not see all of its fields. */
  readonly select?: readonly F[];
}
export interface FindOptions<R> {
  readonly where?: Where<Stored<R>>;
  /** By creation unless told; empty values come last either way, and ties are broken by id, in the direction of the last field. */
  readonly sort?: Sort<Stored<R>> | readonly Sort<Stored<R>>[];
  /** 1 to 1,000; 50 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly next?: string;
}
export interface KeyOptions {
  /** The same call again gives the first result, as far as the caller may still see it. At most 200 characters. */
  readonly key?: string;
  /** Called where the first result is given again. */
  readonly onReplay?: () => void;
}
export interface WriteOptions extends KeyOptions {
  /** Refuse if somebody else changed it meanwhile (`crm/stale-version`). */
  readonly version?: number;
}
export interface CreateOptions<R> extends KeyOptions {
  /** One of its initial states. */
  readonly state?: StateOf<R>;
  /** Give the record that already has these unique fields, if the caller may read it. */
  readonly ifExists?: "refuse" | "give";
}
/** How a record from before this system enters it. */
export interface Adoption<R> {
  readonly state: StateOf<R>;
  /** What was known on this day; clocks before it are silent. */
  readonly asOf: CalendarDate;
  /** When the present state began; the start of `asOf` unless told. */
  readonly since?: Instant;
  /** The state before, for transitions `to: "origin"`; the last of the stays before unless told. */
  readonly origin?: { readonly state: StateOf<R>; readonly since: Instant };
  readonly ownerId?: Id<"staff">;
  /** The stays before, oldest first and without a gap; the present one may stand at the end. */
  readonly history?: readonly Stay<StateOf<R>>[];
  /** Where it comes from, such as `policies.csv#17`; together with the record type it is found again by it. */
  readonly source: string;
}
export interface AdoptedRow<R> {
  readonly index: number;
  /** Absent where the row was refused. */
  readonly record?: Stored<R>;
  readonly refusal?: Refusal;
  /** True where the same row was adopted before. */
  readonly known?: boolean;
}
type Taken<I> = undefined extends I ? [input?: undefined, options?: WriteOptions] : [input: I, options?: WriteOptions];
/** A record that one of many changes is about. */
export interface Named<R extends AnyRecord> {
  readonly id: Id<R["name"]>;
  /** Refuse if somebody else changed it meanwhile. */
  readonly version?: number;
}
/** Whom records are given to; null takes them from whoever has them. */
export interface Assignment {
  readonly ownerId?: Id<"staff"> | null;
  readonly teamId?: string | null;
}
/** Why something personal stays where a customer's data is erased. */
export type KeptBecause =
  /** The law wants the record kept until a day that is told once the record has ended. */
  | "heldByLaw"
  /** Other customers have a part in it. */
  | "shared"
  /** The field may not be empty and is no text. */
  | "required"
  /** A rule of a pack refused it. */
  | "refused";
export interface Erasure {
  /** Records of which something was erased, and which fields. */
  readonly erased: readonly { readonly record: string; readonly id: Id<string>; readonly fields: readonly string[] }[];
  readonly kept: readonly {
    readonly record: string;
    readonly id: Id<string>;
    readonly fields: readonly string[];
    readonly because: KeptBecause;
    /** The last day on which it has to be kept. */
    readonly until?: CalendarDate;
    readonly source?: string;
    readonly refusal?: Refusal;
  }[];
  /** How many entries of the journal lost their content. */
  readonly journalEntries: number;
}
type TakenMany<R extends AnyRecord, I> = Named<R> & (undefined extends I ? { readonly input?: undefined } : { readonly input: I });

/**
 * The verbs that read, with the rights of the actor: what is not granted is refused (`crm/not-granted`), and so is a field that a role
 * hides (`crm/field-hidden`). What is out of reach is as if it were not there.
 */
export interface Reader {
  /**
   * One record by its id.
   *
   * @throws KehuError `crm/not-found`, also where it is out of reach; `core/wrong-id` for an id of another record type
   */
  get<R extends AnyRecord, const F extends Fields<R> = Fields<R>>(
    record: R,
    id: Id<R["name"]>,
    options?: Selected<F>,
  ): Promise<Pick<Stored<R>, F>>;
  /**
   * A page of the records that pass a filter. The next one is asked for with `after`.
   *
   * @throws KehuError `crm/invalid-where` or `crm/invalid-query` with the place that is wrong; `crm/invalid-cursor`
   */
  find<R extends AnyRecord, const F extends Fields<R> = Fields<R>>(
    record: R,
    options?: FindOptions<R> & Selected<F>,
  ): Promise<Page<Pick<Stored<R>, F>>>;
  /**
   * Figures over the records that pass a filter: a row for each group, or one row where `by` is absent.
   *
   * @throws KehuError `crm/invalid-where`, `crm/invalid-query`; `crm/too-many` where there are more than 10,000 groups
   */
  aggregate<R extends AnyRecord, M extends Measures, const B extends Bucket<Stored<R>> = never>(
    record: R,
    query: { readonly where?: Where<Stored<R>>; readonly by?: readonly B[]; readonly measures: Measuring<M, Stored<R>> },
  ): Promise<readonly ({ readonly [K in B]: K extends keyof Stored<R> ? Stored<R>[K] : string } & Measured<M, Stored<R>>)[]>;
  /** Asks a query. @throws KehuError `crm/invalid-input` with the path of each problem */
  call<I, O>(query: Query<I, O>, input: I): Promise<O>;
}

/**
 * The verbs. Each write is one transaction, and what is refused leaves nothing behind. `…Many` is all or nothing, except `adoptMany`,
 * which writes the good rows and returns the refusals; a call takes at most 10,000 rows (`crm/too-many`).
 *
 * What a verb that writes gives is the record as its writer may see it. Fields that no role of theirs shows are absent, although the type
 * has them, which knows the record and not the roles; `id`, `version`, `state`, `since`, `createdAt` and `updatedAt` are told to every
 * writer. Who needs a field asks for it with `get` and `select`, which refuses what is hidden (`crm/field-hidden`). Inside an operation
 * records are whole.
 *
 * Every write throws `crm/not-granted`, `crm/invalid-input` with the path of each problem, the code of the rule that it breaks, and
 * `crm/busy`, which is worth another try; one that names a record throws `crm/not-found`, and `crm/stale-version` where `version` is
 * given; one with a `key` throws `crm/key-reused` where the key stands for another call.
 */
export interface Session extends Reader {
  /**
   * A new record in one of its initial states; the actor owns it.
   *
   * @throws KehuError `crm/already-exists` where a unique field is taken, unless `ifExists` says to give that record
   */
  create<R extends AnyRecord>(record: R, input: New<R>, options?: CreateOptions<R>): Promise<Stored<R>>;
  /** New records, in the order of the inputs. */
  createMany<R extends AnyRecord>(
    record: R,
    inputs: readonly New<R>[],
    options?: KeyOptions & Pick<CreateOptions<R>, "state">,
  ): Promise<readonly Stored<R>[]>;
  /** A record from before this system, in whatever state it was; the same row again is found, not written twice. */
  adopt<R extends AnyRecord>(record: R, input: New<R>, as: Adoption<R>): Promise<Stored<R>>;
  /** The same for many: the good rows are written, and each refused one comes back with its reason, by the index of its row. */
  adoptMany<R extends AnyRecord>(
    record: R,
    rows: readonly { readonly input: New<R>; readonly as: Adoption<R> }[],
  ): Promise<readonly AdoptedRow<R>[]>;
  /**
   * Changes fields that no transition manages; null clears an optional one.
   *
   * @throws KehuError `crm/managed-field`, `crm/append-only`, `crm/not-optional`
   */
  update<R extends AnyRecord>(record: R, id: Id<R["name"]>, change: Change<R>, options?: WriteOptions): Promise<Stored<R>>;
  /** Changes many records, each in its own way. */
  updateMany<R extends AnyRecord>(
    record: R,
    changes: readonly { readonly id: Id<R["name"]>; readonly change: Change<R>; readonly version?: number }[],
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  /** Gives a record to another owner or team, or takes it from them with null. */
  assign<R extends AnyRecord>(record: R, id: Id<R["name"]>, to: Assignment, options?: WriteOptions): Promise<Stored<R>>;
  /** Gives many records to one owner or team. */
  assignMany<R extends AnyRecord>(
    record: R,
    rows: readonly Named<R>[],
    to: Assignment,
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  /**
   * It should never have been: out of every find and figure, its ledger entries reversed, its unique fields free; kept in the journal with
   * the reason.
   *
   * @throws KehuError `crm/still-needed` while others point at it
   */
  retract<R extends AnyRecord>(record: R, id: Id<R["name"]>, reason: string, options?: WriteOptions): Promise<void>;
  /** Takes many records back for one reason. */
  retractMany<R extends AnyRecord>(record: R, rows: readonly Named<R>[], reason: string, options?: KeyOptions): Promise<void>;
  /**
   * Erases what is personal of a customer: in the customer, in every record that is about nobody else, in the journal and in kept results.
   * What stays is told with its reason. It cannot be undone.
   *
   * @throws KehuError `crm/too-many` where more than 20,000 records are about the customer
   */
  erase<R extends AnyRecord & { readonly name: "customer" }>(
    customer: R,
    id: Id<"customer">,
    reason: string,
    options?: WriteOptions,
  ): Promise<Erasure>;
  /**
   * Lets a transition happen: guard, check, rules, and the acts that follow. A transition without input takes `undefined` before the options.
   *
   * @throws KehuError the code of its guard or check; `core/not-from-here` where its state is none that it starts from
   */
  apply<R extends AnyRecord, I>(transition: Transition<R, I>, id: Id<R["name"]>, ...rest: Taken<I>): Promise<Stored<R>>;
  /** The same transition of many records, each with its input. */
  applyMany<R extends AnyRecord, I>(
    transition: Transition<R, I>,
    rows: readonly TakenMany<R, I>[],
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  /** Performs a business act in one transaction, or asks a query. @throws KehuError the code with which it refuses */
  call<I, O>(callable: Operation<I, O> | Query<I, O>, input: I, options?: KeyOptions): Promise<O>;
  /**
   * The same act for many inputs, in one transaction; the outputs stand in their order. It comes to what one call after another would; calls that do
   * not meet run side by side, so that many cost little more than one.
   */
  callMany<I, O>(operation: Operation<I, O>, inputs: readonly I[], options?: KeyOptions): Promise<readonly O[]>;
  /** Fields, words and form of a record, as this actor sees it; in English unless a locale such as `zh-CN` is told. */
  describe(record: AnyRecord, options?: { readonly locale?: string }): Promise<Description>;
  /** What this actor may do with it now, and why not; in English unless told. */
  can<R extends AnyRecord>(record: R, id: Id<R["name"]>, options?: { readonly locale?: string }): Promise<readonly Possibility[]>;
}
