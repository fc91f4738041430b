import type { CreateTableBuilder } from "kysely";
import { db, sql, statement } from "../database/compile.js";
import type { Statement } from "../database/database.js";
import { type ColumnShape, type Condition, type ExclusionShape, type IndexShape, keyName, type TableShape } from "./table-shape.js";

type Place = Pick<TableShape, "schema" | "name">;
const tableName = ({ schema, name }: Place) => sql.id(schema, name);
const bareType = (shape: ColumnShape): string => (shape === "identity" ? "bigint" : shape.replace("?", ""));

/** The type as PostgreSQL's catalogue writes it. */
export const catalogueType = (shape: ColumnShape): string => bareType(shape).replace("timestamptz", "timestamp with time zone");

/** Text is compared by code point: the same order everywhere, and what an index of a look-up needs. */
const typeOf = (shape: ColumnShape) => (bareType(shape) === "text" ? sql`text collate "C"` : sql`${sql.raw(bareType(shape))}`);

export const createSchema = (name: string): Statement => statement(db.schema.createSchema(name));
/** For `noOverlap`: equality of plain values inside a GiST index. Trusted, so an ordinary owner of the database may create it. */
export const createRangeKeys = (): Statement => statement(sql`create extension if not exists btree_gist with schema kehu`);

/** A table with its policy and constraints, without its indexes. */
export function createTable(shape: TableShape): readonly Statement[] {
  let create: CreateTableBuilder<string, string> = db.schema.withSchema(shape.schema).createTable(shape.name);
  for (const [name, column] of Object.entries(shape.columns))
    create = create.addColumn(name, typeOf(column), (builder) =>
      column === "identity" ? builder.notNull().generatedAlwaysAsIdentity() : column.endsWith("?") ? builder : builder.notNull(),
    );
  if (shape.primaryKey.length > 0) create = create.addPrimaryKeyConstraint(keyName(shape, "key", [], null), shape.primaryKey as never);
  if (shape.states) create = create.addCheckConstraint(stateCheck, knownStates(shape.states) as never);
  return [
    statement(create),
    ...shape.exclusions.map((exclusion) => addExclusion(shape, exclusion)),
    ...(shape.tenantColumn ? confine(shape, shape.tenantColumn) : []),
  ];
}

/** Nobody sees or writes rows of another tenant, the owner included. After a transaction the setting is empty, not null. */
export function confine(place: Place, tenantColumn: string): readonly Statement[] {
  return [
    statement(sql`alter table ${tableName(place)} enable row level security, force row level security`),
    statement(
      sql`create policy tenant on ${tableName(place)} using (${sql.ref(tenantColumn)} = nullif(current_setting('kehu.tenant', true), ''))`,
    ),
    // The list of tenants may be read by who acts for none of them: the clock that goes from tenant to tenant.
    ...(tenantColumn === "id"
      ? [
          statement(sql`drop policy if exists list on ${tableName(place)}`),
          statement(
            sql`create policy list on ${tableName(place)} for select using (nullif(current_setting('kehu.tenant', true), '') is null)`,
          ),
        ]
      : []),
  ];
}

export const dropPolicy = (place: Place): Statement => statement(sql`drop policy if exists tenant on ${tableName(place)}`);

/** With a default, rows that are there have it at once, and so have those that older code writes meanwhile. */
export const addColumn = (place: Place, name: string, shape: ColumnShape, value?: unknown): Statement =>
  statement(
    sql`alter table ${tableName(place)} add column ${sql.id(name)} ${typeOf(shape)}${value === undefined ? sql`` : sql` default ${sql.lit(value)}`}`,
  );
/** For a column that is there and may be empty. */
export const fillColumn = (place: Place, name: string, value: unknown): readonly Statement[] => [
  statement(sql`alter table ${tableName(place)} alter column ${sql.id(name)} set default ${sql.lit(value)}`),
  ...unconfined(place, statement(sql`update ${tableName(place)} set ${sql.id(name)} = ${sql.lit(value)} where ${sql.id(name)} is null`)),
];
export const renameColumn = (place: Place, name: string, to: string): Statement =>
  statement(sql`alter table ${tableName(place)} rename column ${sql.id(name)} to ${sql.id(to)}`);
/** Takes fields out of what is kept as JSON. */
export const dropKeys = (place: Place, keys: readonly string[]): readonly Statement[] =>
  unconfined(place, statement(sql`update ${tableName(place)} set data = data - ${keys}::text[] where data ?| ${keys}::text[]`));
export const dropColumn = (place: Place, name: string): Statement =>
  statement(sql`alter table ${tableName(place)} drop column ${sql.id(name)}`);

export function createIndex(place: Place, index: IndexShape): Statement {
  const equal = index.emptyIsEqual ? sql` nulls not distinct` : sql``;
  const where = index.where ? sql` where ${conditionOf(index.where)}` : sql``;
  return statement(
    sql`create ${index.unique ? sql`unique index` : sql`index`} ${sql.id(index.name)} on ${tableName(place)} (${sql.join(index.columns.map((column) => sql.id(column)))})${equal}${where}`,
  );
}
export const dropIndex = (place: Place, name: string): Statement => statement(sql`drop index if exists ${sql.id(place.schema, name)}`);
/** A record that ends before it begins covers no day, so it overlaps with nothing. */
export function addExclusion(place: Place, exclusion: ExclusionShape): Statement {
  const [from, until] = [sql.ref(exclusion.from), sql.ref(exclusion.until)];
  const days = sql`(case when ${until} < ${from} then 'empty'::daterange else daterange(${from}, ${until}, '[]') end)`;
  const equal = sql.join(exclusion.equal.map((column) => sql`${sql.ref(column)} with =`));
  return statement(
    sql`alter table ${tableName(place)} add constraint ${sql.id(exclusion.name)} exclude using gist (${equal}, ${days} with &&) where (${conditionOf(exclusion.where)})`,
  );
}
const texts = (values: readonly string[]) => sql.join(values.map((value) => sql.lit(value)));
const conditionOf = (condition: Condition) =>
  sql.join(
    Object.entries(condition).map(([column, wanted]) =>
      wanted === "empty"
        ? sql`${sql.ref(column)} is null`
        : wanted === "filled"
          ? sql`${sql.ref(column)} is not null`
          : sql`${sql.ref(column)} in (${texts(wanted)})`,
    ),
    sql` and `,
  );

export const dropConstraint = (place: Place, name: string): Statement =>
  statement(sql`alter table ${tableName(place)} drop constraint if exists ${sql.id(name)}`);

/** The check that keeps the states of a record type; the installer reads from it what they were. */
export const stateCheck = "known_state";
const knownStates = (states: readonly string[]) => sql`state in (${texts(states)})`;
/** Not validated: the plan has looked at the rows already, and a row in a state that was given up may stay until it changes. */
export const changeStates = (place: Place, states: readonly string[]): readonly Statement[] => [
  dropConstraint(place, stateCheck),
  statement(sql`alter table ${tableName(place)} add constraint ${sql.id(stateCheck)} check (${knownStates(states)}) not valid`),
];

/** Which of these states a row of any tenant is in. */
export const usedStates = (place: Place, states: readonly string[]): readonly Statement[] =>
  unconfined(
    place,
    statement(
      sql`select ${fullText(place)} as table, state from unnest(${states}::text[]) as state where exists (select from ${tableName(place)} as kept where kept.state = state.state collate "C")`,
    ),
  );
/** Something about the rows of all tenants. The owner lifts the policy for himself within the transaction; nobody else sees that. */
export const unconfined = (place: Place, ...statements: readonly Statement[]): readonly Statement[] => [
  statement(sql`alter table ${tableName(place)} no force row level security`),
  ...statements,
  statement(sql`alter table ${tableName(place)} force row level security`),
];
const fullText = ({ schema, name }: Place) => sql`${`${schema}.${name}`}::text`;

/** A table whose record type is gone keeps its rows; the comment tells the installer that this was accepted. */
export const retire = (place: Place): Statement => statement(sql`comment on table ${tableName(place)} is ${sql.lit(retiredComment)}`);
export const takeBack = (place: Place): Statement => statement(sql`comment on table ${tableName(place)} is null`);
export const retiredComment = "Retired: no pack defines this record type any more.";

/** What is installed now, and the oldest version of the code that may go on beside it. */
export const recordPack = (pack: {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly serves: string;
}): Statement => {
  const said = { version: pack.version, digest: pack.digest, serves: pack.serves, installed_at: sql`now()` };
  return statement(
    db
      .withSchema("kehu")
      .insertInto("pack_version")
      .values({ pack: pack.name, ...said })
      .onConflict((conflict) => conflict.column("pack").doUpdateSet(said)),
  );
};
/** Every process looks again at its tenants and their packs, before its next read or write. */
export const tellProcesses = (): readonly Statement[] =>
  unconfined({ schema: "kehu", name: "tenant" }, statement(sql`update kehu.tenant set settings_version = settings_version + 1`));
export const beginUpgrade = (pack: { readonly name: string; readonly from: string; readonly to: string }): Statement =>
  statement(db.withSchema("kehu").insertInto("upgrade").values({ pack: pack.name, from_version: pack.from, to_version: pack.to }));
export const endUpgrade = (pack: string): Statement => statement(db.withSchema("kehu").deleteFrom("upgrade").where("pack", "=", pack));
export const recordFormat = (number: number): readonly Statement[] => [
  statement(db.withSchema("kehu").deleteFrom("format")),
  statement(db.withSchema("kehu").insertInto("format").values({ number })),
];
