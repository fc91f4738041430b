import { type AnyQuery, type AnyRecord, type Circumstances, circumstances, type Instant, type Reader, refused } from "@kehu/core";
import { failedIn } from "@kehu/core/engine";
import * as z from "zod";
import type { Result, Statement } from "../database/database.js";
import { DatabaseRefusal } from "../database/failures.js";
import { inWords, isPlain, parseInput, problemsOf } from "../parse.js";
import { entryOf, known } from "../registry.js";
import { type Asking, grantsFor } from "./access.js";
import { type AskedFigures, compileAggregate } from "./aggregate.js";
import { type Asked, compileFind, compileGet, type Reading } from "./find.js";
import { isRuntimeQuery, withGround } from "./ground.js";
import { invalidOutput, invalidQuery, notFound, notGranted, refusedAt } from "./refusals.js";

/** What the reading verbs stand on. */
export interface ReadContext extends Asking {
  readonly now: Instant;
  /** Sends statements in one round trip: over `Database.read`, or inside of a transaction. */
  readonly run: (statements: readonly Statement[]) => Promise<readonly Result[]>;
}

/** The verbs that read, for one actor; the read door. */
export function createReader(context: ReadContext): Reader {
  const read = async <T>(reading: Reading<T>): Promise<T> => {
    const [result] = await context.run([reading.statement]);
    return reading.read((result as Result).rows);
  };
  const reader = {
    async get(record: AnyRecord, id: string, options?: { readonly select?: unknown }) {
      const entry = entryOf(context, record);
      const found = await read(compileGet(context, entry, id, asked<{ readonly select?: unknown }>(record, options, ["select"]).select));
      if (found === undefined) throw refused(notFound({ record: record.name, id }));
      return found;
    },
    find: async (record: AnyRecord, options?: Asked) =>
      read(compileFind(context, entryOf(context, record), asked<Asked>(record, options, ["where", "select", "sort", "limit", "after"]))),
    aggregate: async (record: AnyRecord, query: AskedFigures) =>
      read(compileAggregate(context, entryOf(context, record), asked<AskedFigures>(record, query, ["where", "by", "measures"]))),
    call: (query: AnyQuery, input: unknown) => runQuery(context, reader as unknown as Reader, query, input),
  };
  return reader as unknown as Reader;
}

/** The options of a verb, which may come from anywhere. */
function asked<T extends object>(record: AnyRecord, options: unknown, known: readonly string[]): T {
  if (options === undefined) return {} as T;
  if (typeof options === "object" && options !== null && !Array.isArray(options) && isPlain(options)) {
    const stray = Object.keys(options).find((name) => !known.includes(name));
    if (stray === undefined) return options as T;
    throw refusedAt((problems) => invalidQuery({ record: record.name, problems }), stray.slice(0, 60), "no-option", {
      names: known.join(", "),
    });
  }
  throw refusedAt((problems) => invalidQuery({ record: record.name, problems }), "options", "no-options");
}

/** Answers a question with the caller's rights: what it may not read, the question does not know either. */
async function runQuery(context: ReadContext, reader: Reader, query: AnyQuery, input: unknown): Promise<unknown> {
  const { registry, tenant, actor, now } = context;
  const own = isRuntimeQuery(query);
  if (!own) known(context, "queries", query.name);
  if (!own && context.authority !== "definition" && grantsFor(registry, actor, "call", query.name).length === 0)
    throw refused(notGranted({ actor: actor.id, verb: "call", name: query.name }));
  const parsed = parseInput(query.input, input, query.name);
  const around: Circumstances = circumstances({
    now,
    actor,
    calendar: tenant.calendar,
    jurisdiction: tenant.jurisdiction,
    overrides: tenant.overrides,
  });
  const run = async (): Promise<unknown> => query.run(withGround({ ...reader, ...around }, context), parsed as never);
  const result = await run().catch((error: unknown) =>
    // what the database refuses in the middle of a write is for the write door to say
    Promise.reject(error instanceof DatabaseRefusal ? error : failedIn(query.name, error)),
  );
  const output = z.safeParse(query.output, result);
  if (output.success) return output.data;
  const problems = problemsOf(output.error);
  throw refused(invalidOutput({ what: query.name, problems: inWords(problems) }), { details: { problems } });
}
