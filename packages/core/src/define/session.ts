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
  /** By creation unless told; ties are broken by id. */
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

/** The verbs that read. */
export interface Reader {
  get<R extends AnyRecord, const F extends Fields<R> = Fields<R>>(
    record: R,
    id: Id<R["name"]>,
    options?: Selected<F>,
  ): Promise<Pick<Stored<R>, F>>;
  find<R extends AnyRecord, const F extends Fields<R> = Fields<R>>(
    record: R,
    options?: FindOptions<R> & Selected<F>,
  ): Promise<Page<Pick<Stored<R>, F>>>;
  aggregate<R extends AnyRecord, M extends Measures, const B extends Bucket<Stored<R>> = never>(
    record: R,
    query: { readonly where?: Where<Stored<R>>; readonly by?: readonly B[]; readonly measures: Measuring<M, Stored<R>> },
  ): Promise<readonly ({ readonly [K in B]: K extends keyof Stored<R> ? Stored<R>[K] : string } & Measured<M>)[]>;
  call<I, O>(query: Query<I, O>, input: I): Promise<O>;
}

/**
 * The verbs. `…Many` is all or nothing, except `adoptMany`, which writes the good rows and returns the refusals.
 *
 * What a verb that writes gives is the record as its writer may see it. Fields that no role of theirs shows are absent, although the type
 * has them, which knows the record and not the roles; `id`, `version`, `state`, `since`, `createdAt` and `updatedAt` are told to every
 * writer. Who needs a field asks for it with `get` and `select`, which refuses what is hidden (`crm/field-hidden`). Inside an operation
 * records are whole.
 */
export interface Session extends Reader {
  create<R extends AnyRecord>(record: R, input: New<R>, options?: CreateOptions<R>): Promise<Stored<R>>;
  createMany<R extends AnyRecord>(
    record: R,
    inputs: readonly New<R>[],
    options?: KeyOptions & Pick<CreateOptions<R>, "state">,
  ): Promise<readonly Stored<R>[]>;
  adopt<R extends AnyRecord>(record: R, input: New<R>, as: Adoption<R>): Promise<Stored<R>>;
  adoptMany<R extends AnyRecord>(
    record: R,
    rows: readonly { readonly input: New<R>; readonly as: Adoption<R> }[],
  ): Promise<readonly AdoptedRow<R>[]>;
  update<R extends AnyRecord>(record: R, id: Id<R["name"]>, change: Change<R>, options?: WriteOptions): Promise<Stored<R>>;
  updateMany<R extends AnyRecord>(
    record: R,
    changes: readonly { readonly id: Id<R["name"]>; readonly change: Change<R>; readonly version?: number }[],
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  /** Another owner or team. */
  assign<R extends AnyRecord>(record: R, id: Id<R["name"]>, to: Assignment, options?: WriteOptions): Promise<Stored<R>>;
  assignMany<R extends AnyRecord>(
    record: R,
    rows: readonly Named<R>[],
    to: Assignment,
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  /** It should never have been: out of every find and figure, its ledger entries reversed, its unique fields free; kept in the journal with the reason. */
  retract<R extends AnyRecord>(record: R, id: Id<R["name"]>, reason: string, options?: WriteOptions): Promise<void>;
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
  apply<R extends AnyRecord, I>(transition: Transition<R, I>, id: Id<R["name"]>, ...rest: Taken<I>): Promise<Stored<R>>;
  applyMany<R extends AnyRecord, I>(
    transition: Transition<R, I>,
    rows: readonly TakenMany<R, I>[],
    options?: KeyOptions,
  ): Promise<readonly Stored<R>[]>;
  call<I, O>(callable: Operation<I, O> | Query<I, O>, input: I, options?: KeyOptions): Promise<O>;
  callMany<I, O>(operation: Operation<I, O>, inputs: readonly I[], options?: KeyOptions): Promise<readonly O[]>;
  /** Fields, words and form of a record, as this actor sees it. */
  describe(record: AnyRecord, locale?: string): Promise<Description>;
  /** What this actor may do with it now, and why not; in English unless told. */
  can<R extends AnyRecord>(record: R, id: Id<R["name"]>, options?: { readonly locale?: string }): Promise<readonly Possibility[]>;
}
