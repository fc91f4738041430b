import type { Result, Row, Statement } from "../database/database.js";

/** A statement that is carried out and tells how, instead of giving its rows. */
export const explained = ({ sql, parameters }: Statement): Statement => ({ sql: `explain (analyze, format json) ${sql}`, parameters });

/** How many rows an explained statement gave, and how many the step of it that went through most looked at. */
export function rowsOf(result: Result | undefined): { readonly gave: number; readonly read: number } {
  const [row] = (result as Result).rows as readonly [Row];
  const [{ Plan }] = row["QUERY PLAN"] as readonly [{ readonly Plan: Node }];
  return { gave: Plan["Actual Rows"], read: readBy(Plan) };
}

interface Node {
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Node[];
}
const readBy = (node: Node): number =>
  Math.max(
    (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
    ...(node.Plans ?? []).map((each) => readBy(each)),
  );
