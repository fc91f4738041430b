import type { Instant } from "@kehu/core";
import { sql, statement } from "../database/compile.js";
import { timerOf } from "./overdue.js";
import { type Fired, fire } from "./timers.js";
import { send, type Unit } from "./unit.js";

/** How many timers one transaction takes. */
export const timersPerBatch = 500;

/** One batch of what is due by an instant, the earliest first. Records that another worker has are left to it. */
export async function runBatch(unit: Unit, until: Instant): Promise<Fired> {
  const [result] = await send(unit, [
    statement(
      sql`select record, record_id, definition, due_at from kehu.timer where tenant = ${unit.tenant.id} and due_at <= ${until} and refusal is null order by due_at, record_id limit ${timersPerBatch}`,
    ),
  ]);
  const timers = (result?.rows ?? []).map(timerOf);
  return fire(unit, timers, { skipLocked: true });
}
