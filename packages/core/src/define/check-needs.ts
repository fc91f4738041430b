import { checkGiven } from "./check-given.js";
import type { Shape } from "./field.js";
import { invalidDefinition } from "./invalid.js";
import type { AnyNeed, Needs } from "./need.js";
import { type AnyRecord, keptNames } from "./record.js";
import { type FieldInfo, readShape } from "./schema.js";

/** Where a path ends: the record type that it points at (`"*"` for any), and whether it may be empty. */
interface End {
  readonly target: string;
  readonly empty: boolean;
}

/** The reference that a path of a record leads to, one level into lists of groups; undefined where there is none. */
export function referenceAt(record: AnyRecord, path: string): End | undefined {
  if (path === "id") return { target: record.name, empty: false };
  if (path === "ownerId") return { target: "staff", empty: true };
  return endOf(record.info, path);
}

function endOf(fields: Readonly<Record<string, FieldInfo>>, path: string): End | undefined {
  const [first = "", second, ...rest] = path.split(".");
  const info = Object.hasOwn(fields, first) ? fields[first] : undefined;
  const item = info?.kind === "list" ? info.item : info;
  const group = item?.fields ?? {};
  const found =
    second === undefined ? item : info?.kind === "list" && rest.length === 0 && Object.hasOwn(group, second) ? group[second] : undefined;
  return found?.reference && { target: found.reference.target, empty: info?.kind !== "list" && found.optional && !found.hasDefault };
}

/** Types say it already; this says it to authors without types. */
export function checkNeeds(place: string, record: AnyRecord, needs: Needs, input: Shape = {}): void {
  const inputs = readShape(input, `${place}, input,`);
  for (const [name, need] of Object.entries(needs)) checkNeed(`${place}, need "${name}",`, record, inputs, need);
}

const needKinds: ReadonlySet<string> = new Set<AnyNeed["kind"]>(["one", "many", "totals", "history", "activity"]);
function checkNeed(place: string, record: AnyRecord, inputs: Readonly<Record<string, FieldInfo>>, need: AnyNeed): void {
  if (typeof need !== "object" || need === null || !needKinds.has(need.kind))
    throw invalidDefinition(place, "is no need; make it with one(…), many(…), totals(…) and the like");
  checkGiven(place, need.record, ["record"]);
  if (need.of) checkNeed(place, record, inputs, need.of);
  const owner = need.of?.record ?? record;
  const looksBack = need.kind === "many" || need.kind === "totals";
  const [from, end] = looksBack ? [need.record, referenceAt(need.record, need.path)] : [owner, startOf(owner, inputs, need)];
  const aim = looksBack ? owner : need.record;
  if (end === undefined)
    throw invalidDefinition(
      place,
      `starts at "${need.path}", which is no reference of "${from.name}"${need.path.startsWith("input.") ? " and not in its input" : ""}`,
    );
  if (end.target !== aim.name && end.target !== "*")
    throw invalidDefinition(place, `goes over "${need.path}" to "${aim.name}", but that points at "${end.target}"`);
  if (end.empty && need.kind === "one" && !need.optional && !need.of)
    throw invalidDefinition(place, `goes over "${need.path}", which may be empty; use oneOrNone`);
  if (looksBack) checkAmong(place, need);
}

function checkAmong(place: string, { kind, record, where = {}, measures }: AnyNeed): void {
  const known = [...Object.keys(record.info), ...keptNames, "or"];
  const unknown = Object.keys(where).find((field) => !known.includes(field));
  if (unknown !== undefined) throw invalidDefinition(place, `filters by "${unknown}", which is no field of "${record.name}"`);
  if (kind === "totals" && Object.keys(measures ?? {}).length === 0)
    throw invalidDefinition(place, "measures nothing; give measures such as { count: count() }");
}

function startOf(owner: AnyRecord, inputs: Readonly<Record<string, FieldInfo>>, need: AnyNeed): End | undefined {
  if (need.of) return referenceAt(owner, need.path);
  if (need.path === "actor.id") return { target: "staff", empty: false };
  return need.path.startsWith("input.") ? endOf(inputs, need.path.slice(6)) : referenceAt(owner, need.path);
}
