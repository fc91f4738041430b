import { defineQuery, type Instant, type Query } from "@kehu/core";
import { idOf } from "@kehu/core/engine";
import * as z from "zod";
import { sql, statement } from "../database/compile.js";
import type { Asking } from "../read/access.js";
import { groundOf, runtimeQuery } from "../read/ground.js";
import { readable, tableAs } from "../read/readable.js";
import { clockNames } from "../write/clocks/clock-rows.js";
import { isOn, labelOf } from "./open-records.js";
import { mayRead, type Part, readParts } from "./visible.js";

/** Something that should have happened by itself and was refused: it waits until its record changes. */
export interface StoppedClock {
  readonly record: string;
  readonly id: string;
  /** What people call the record by, such as a policy number; absent where it has none or it is hidden. */
  readonly label?: string;
  /** The transition or deadline. */
  readonly clock: string;
  readonly dueAt: Instant;
  /** The code of the refusal, such as `core/parameter-unknown` where a place has no value for a number. */
  readonly refusal: string;
}

/** What stands still because it was refused when it was due, the oldest first, as far as the actor may read the records. */
export const stoppedClocks: Query<{ limit?: number | undefined }, { rows: readonly StoppedClock[] }> = runtimeQuery(
  defineQuery("stopped-clocks", {
    input: { limit: z.int().min(1).max(1000).default(200) },
    output: z.custom<{ rows: readonly StoppedClock[] }>(),
    async run(reader, { limit }) {
      const ground = groundOf(reader);
      const [{ items }] = await readParts(ground.run, [stopped(ground, limit)]);
      return { rows: items };
    },
  }),
);

function stopped(asking: Asking, limit: number): Part<StoppedClock> {
  const entries = [...asking.registry.records.values()].filter(
    (entry) => clockNames(entry).length > 0 && isOn(asking, entry) && mayRead(asking, entry.record.name),
  );
  const branches = entries.map((entry) => {
    const its = sql`c.tenant = ${asking.tenant.id} and c.record = ${entry.record.name} and c.record_id = t.id and c.refusal is not null`;
    const columns = sql`c.record, t.id, ${labelOf(asking, entry) ?? sql`null`}::text as label, c.definition, c.due_at, c.refusal`;
    return sql`select ${columns} from kehu.timer as c join ${tableAs(entry, "t")} on ${its} where ${readable(asking, entry, { alias: "t", fields: ["state"] })}`;
  });
  return {
    statement:
      branches.length === 0
        ? undefined
        : statement(sql`select * from (${sql.join(branches, sql` union all `)}) as r order by due_at, id, definition limit ${limit}`),
    read: (rows) =>
      rows.map((row) => ({
        record: row["record"] as string,
        id: idOf(row["record"] as string, row["id"] as string),
        ...(row["label"] !== null && { label: row["label"] as string }),
        clock: row["definition"] as string,
        dueAt: row["due_at"] as Instant,
        refusal: row["refusal"] as string,
      })),
  };
}
