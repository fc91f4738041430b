import type { Registry } from "../registry.js";
import { shapeOf } from "./record-table.js";
import type { TableShape } from "./table-shape.js";
import { technicalTables } from "./technical-tables.js";

/** All tables that the packs of a registry need, without those of the packs that are left out. */
export const shapesOf = (registry: Registry, leftOut: ReadonlySet<string> = new Set()): readonly TableShape[] => [
  ...(leftOut.has("kehu") ? [] : technicalTables),
  ...[...registry.records.values()].filter((entry) => !leftOut.has(entry.pack)).map((entry) => shapeOf(entry.table)),
];
