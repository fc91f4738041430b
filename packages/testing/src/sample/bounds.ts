import type { Schema } from "@kehu/core";
import type { FieldInfo } from "@kehu/core/engine";

interface Bounded {
  readonly innerType?: Schema;
  readonly checks?: readonly { readonly _zod: { readonly def: Bound } }[];
}
interface Bound {
  readonly check: string;
  readonly value?: unknown;
  readonly minimum?: number;
}

/** The values at the ends of what a field says that it takes; none where it does not say. Whether it accepts them is for others to see. */
export function boundsOf(schema: Schema, info: FieldInfo): readonly unknown[] {
  const { innerType, checks = [] } = schema._zod.def as Bounded;
  if (innerType) return boundsOf(innerType, info);
  const bounds = checks.map(({ _zod }) => _zod.def);
  switch (info.kind) {
    case "integer":
    case "number":
      // what is not included is refused, and the value beside it is a bound then
      return bounds.flatMap(({ check, value }) =>
        typeof value !== "number" ? [] : check === "less_than" ? [value, value - 1] : check === "greater_than" ? [value, value + 1] : [],
      );
    case "text":
      return [1, ...bounds.map(({ minimum }) => minimum), info.maxLength].flatMap((length) =>
        length === undefined || length > longest ? [] : ["x".repeat(length)],
      );
    case "money":
      return [{ amountMinor: 0, currency: "CNY" }];
    case "list":
      return [[]];
    default:
      return [];
  }
}
const longest = 10_000;
