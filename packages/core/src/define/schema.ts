import { type PersonalData, personalOf, type Reference, referenceOf, type Schema, specialKindOf } from "./field.js";
import { invalidDefinition } from "./invalid.js";

/** What a field is, whatever zod wraps around it. Scalars get a plain column, the rest is kept as JSON. */
export type FieldKind =
  | "text"
  | "choice"
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "instant"
  | "decimal"
  | "money"
  | "reference"
  | "group"
  | "list"
  | "union";

export interface FieldInfo {
  readonly kind: FieldKind;
  /** May be left out, because it is optional or has a default. */
  readonly optional: boolean;
  readonly hasDefault: boolean;
  readonly reference?: Reference;
  readonly personal?: PersonalData;
  /** The values of a choice. */
  readonly options?: readonly string[];
  /** The fields of a group; for a union those of all its variants. */
  readonly fields?: Readonly<Record<string, FieldInfo>>;
  readonly item?: FieldInfo;
  readonly maxLength?: number;
}

interface Definition {
  readonly type: string;
  readonly format?: string;
  readonly checks?: readonly { readonly _zod: { readonly def: Readonly<Record<string, unknown>> } }[];
  readonly innerType?: Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly catchall?: Schema;
  readonly in?: Schema;
}
const definitionOf = (schema: Schema): Definition => schema._zod.def as never;
const deepest = 6;

/**
 * Reads a field's schema.
 *
 * @param place - how to name the field in an error, such as `The record "insurance/policy", field "holderId",`
 * @throws KehuError `core/invalid-definition` where a text or list has no bound, a group takes unknown keys, or the type cannot be kept
 */
export function readField(schema: Schema, place: string, depth = 0): FieldInfo {
  if (depth > deepest) throw invalidDefinition(place, `lies more than ${deepest} levels deep; make a record of its own of it`);
  if (typeof schema !== "object" || schema === null || !("_zod" in schema))
    throw invalidDefinition(place, "is no zod schema; use text(…), date(), z.int() and the like");
  const definition = definitionOf(schema);
  const marked = {
    ...(referenceOf(schema) && { reference: referenceOf(schema) as Reference }),
    ...(personalOf(schema) && { personal: personalOf(schema) as PersonalData }),
  };
  const required = { optional: false, hasDefault: false, ...marked };
  switch (definition.type) {
    case "optional":
    case "default":
    case "prefault":
    case "readonly": {
      const inner = readField(definition.innerType as Schema, place, depth);
      const optional = inner.optional || definition.type !== "readonly";
      return {
        ...inner,
        ...marked,
        optional,
        hasDefault: inner.hasDefault || definition.type === "default" || definition.type === "prefault",
      };
    }
    case "string":
      return { ...required, ...readText(definition, schema, place) };
    case "enum":
      return { ...required, kind: "choice", options: readOptions(Object.values(definition.entries ?? {}), place) };
    case "literal":
      return { ...required, kind: "choice", options: readOptions(definition.values ?? [], place) };
    case "number":
      checkRoom(definition, place);
      return { ...required, kind: isInteger(definition) ? "integer" : "number" };
    case "boolean":
      return { ...required, kind: "boolean" };
    case "array":
      return { ...required, ...readList(definition, place, depth) };
    case "object":
      if (specialKindOf(schema) === "money") return { ...required, kind: "money" };
      return { ...required, kind: "group", fields: readGroup(definition, place, depth) };
    case "union":
      return { ...required, kind: "union", fields: readVariants(definition, place, depth) };
    default:
      throw invalidDefinition(
        place,
        `is a zod "${definition.type}", which cannot be kept; use text, numbers, booleans, dates, choices, money, references, groups or lists${definition.type === "nullable" ? ' (and "optional" instead of "nullable")' : ""}`,
      );
  }
}

/** Refuses a field that nothing fits into. */
function checkRoom(definition: Definition, place: string, unit = ""): void {
  const checks = (definition.checks ?? []).map((check) => check._zod.def);
  const limits = (kinds: readonly string[]): readonly number[] =>
    checks
      .filter((check) => kinds.includes(String(check["check"])))
      .map((check) => check["value"] ?? check["minimum"] ?? check["maximum"] ?? check["length"])
      .filter((limit) => typeof limit === "number");
  const least = Math.max(...limits(["greater_than", "min_length", "length_equals"]));
  const most = Math.min(...limits(["less_than", "max_length", "length_equals"]));
  const excluded = checks.some((check) => check["inclusive"] === false && (check["value"] === least || check["value"] === most));
  if (least > most || (least === most && excluded))
    throw invalidDefinition(place, `takes nothing: from ${least} to ${most}${unit} there is none`);
}

function readText(definition: Definition, schema: Schema, place: string): { kind: FieldKind; maxLength?: number } {
  const reference = referenceOf(schema);
  if (reference) return readReference(reference, place);
  if (definition.format === "date") return { kind: "date" };
  if (definition.format === "datetime") return { kind: "instant" };
  const maxima = (definition.checks ?? [])
    .map((check) => check._zod.def)
    .filter((check) => check["check"] === "max_length" || check["check"] === "length_equals");
  const maximum = maxima.map((check) => (check["maximum"] ?? check["length"]) as number).sort((a, b) => a - b)[0];
  if (maximum === undefined) throw invalidDefinition(place, "is text without a bound; say how long it may be, as in text(80)");
  if (specialKindOf(schema) === "decimal") {
    if (!isBound(maximum)) throw invalidDefinition(place, "needs a whole number of digits after the point, from 1 to 20, as in decimal(2)");
    return { kind: "decimal", maxLength: maximum };
  }
  if (!isBound(maximum)) throw invalidDefinition(place, "needs a whole number of characters, at least 1, as in text(80)");
  checkRoom(definition, place, " characters");
  return { kind: "text", maxLength: maximum };
}
const isBound = (limit: unknown): boolean => Number.isSafeInteger(limit) && (limit as number) >= 1;

function readReference(reference: Reference, place: string): { kind: FieldKind } {
  const { target, role } = reference;
  if (target !== "*" && (typeof target !== "string" || !recordName.test(target)))
    throw invalidDefinition(place, `points at "${target}", which is no name of a record; write it as in ref("insurance/policy")`);
  if ("role" in reference && (typeof role !== "string" || !/^[a-z][a-zA-Z0-9]*$/.test(role)))
    throw invalidDefinition(place, `needs a camelCase role, as in party("holder"), and has "${role}"`);
  return { kind: "reference" };
}
/** `pack/kebab-name`; those that are built in need no pack. */
export const recordName = /^([a-z]+(-[a-z]+)*\/)?[a-z]+(-[a-z]+)*$/;

function readList(definition: Definition, place: string, depth: number): { kind: FieldKind; item: FieldInfo } {
  const bounds = (definition.checks ?? [])
    .map((check) => check._zod.def)
    .filter((check) => ["max_length", "length_equals"].includes(String(check["check"])))
    .map((check) => check["maximum"] ?? check["length"]);
  if (bounds.length === 0) throw invalidDefinition(place, "is a list without a bound; say how many it may hold, as in list(item, 20)");
  if (!bounds.every(isBound)) throw invalidDefinition(place, "needs a whole number of items, at least 1, as in list(item, 20)");
  checkRoom(definition, place, " items");
  return { kind: "list", item: readField(definition.element as Schema, `${place} in each item`, depth + 1) };
}

function readOptions(values: readonly unknown[], place: string): readonly string[] {
  const other = values.find((value) => typeof value !== "string");
  if (other !== undefined || values.length === 0)
    throw invalidDefinition(place, 'is a choice of something else than texts; give each option a name, as in z.enum(["small", "large"])');
  return values as readonly string[];
}

function readGroup(definition: Definition, place: string, depth: number): Readonly<Record<string, FieldInfo>> {
  if (definition.catchall?._zod.def.type !== "never")
    throw invalidDefinition(place, "takes unknown keys; use group(…) or z.strictObject(…)");
  const fields = readShape(definition.shape ?? {}, `${place},`, depth + 1);
  if (Object.keys(fields).length === 0) throw invalidDefinition(place, "is a group without fields; name at least one, or leave it out");
  if (Object.hasOwn(fields, "or")) throw invalidDefinition(`${place}, field "or"`, "has a name that filters use; choose another");
  return fields;
}

/** What all variants have is required, if each requires it; the choice that tells them apart has the options of all. */
function readVariants(definition: Definition, place: string, depth: number): Readonly<Record<string, FieldInfo>> {
  const variants = (definition.options ?? []).map((option) => readField(option, place, depth));
  if (variants.some((variant) => variant.kind !== "group"))
    throw invalidDefinition(
      place,
      "is a union of something else than groups; give each variant a group with a literal that tells it apart",
    );
  const all = new Map<string, FieldInfo>();
  for (const [name, info] of variants.flatMap((variant) => Object.entries(variant.fields ?? {}))) {
    const known = all.get(name) ?? info;
    if (known.kind !== info.kind || known.reference?.target !== info.reference?.target)
      throw invalidDefinition(`${place}, field "${name}"`, "means something else in another variant; give it another name there");
    const everywhere = variants.every((variant) => Object.hasOwn(variant.fields ?? {}, name));
    const options = known.options && info.options && [...new Set([...known.options, ...info.options])];
    all.set(name, { ...info, ...(options && { options }), optional: known.optional || info.optional || !everywhere });
  }
  return Object.fromEntries(all);
}

/** Reads all fields of a shape; names are camelCase. */
export function readShape(shape: Readonly<Record<string, Schema>>, place: string, depth = 0): Readonly<Record<string, FieldInfo>> {
  const read = new Map<string, FieldInfo>();
  for (const [name, schema] of Object.entries(shape)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      throw invalidDefinition(`${place} field "${name}"`, "needs a camelCase name of letters and digits");
    read.set(name, readField(schema, `${place} field "${name}"`, depth));
  }
  return Object.fromEntries(read);
}

const isInteger = (definition: Definition): boolean =>
  definition.format === "safeint" ||
  definition.format === "int32" ||
  (definition.checks ?? []).some(
    (check) => check._zod.def["check"] === "number_format" && String(check._zod.def["format"]).includes("int"),
  );

const scalars: readonly FieldKind[] = [
  "text",
  "choice",
  "integer",
  "number",
  "boolean",
  "date",
  "instant",
  "decimal",
  "money",
  "reference",
];
/** A scalar can be filtered, sorted and summed; it has a column of its own. */
export const isScalar = (info: FieldInfo): boolean => scalars.includes(info.kind);
