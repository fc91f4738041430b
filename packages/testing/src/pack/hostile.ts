import type { Schema, Shape } from "@kehu/core";
import { type FieldInfo, readShape } from "@kehu/core/engine";
import { boundsOf } from "../sample/bounds.js";

/** An input that nobody may get through a door with. */
export interface HostileInput {
  /** What is hostile about it: "a NUL in topic". */
  readonly what: string;
  readonly input: unknown;
}

const nul = "a\u0000b";
const halfCharacter = "a\ud800b";

/**
 * Inputs that a shape must not let through: keys of the prototype, text that no database keeps, far too much of it, wrong types,
 * unknown keys, and what is no object at all.
 *
 * @param sound - an input that the shape accepts
 */
export function hostileInputs(shape: Shape, sound: Readonly<Record<string, unknown>>): readonly HostileInput[] {
  const infos = readShape(shape, "The hostile input,");
  const text = Object.keys(infos).find((name) => infos[name]?.kind === "text") ?? Object.keys(infos)[0] ?? "anything";
  return [
    { what: "a key __proto__", input: JSON.parse(`{"__proto__": {"roles": ["everything"]}}`) },
    { what: "a key constructor", input: { ...sound, constructor: { prototype: {} } } },
    { what: "an unknown key", input: { ...sound, thereIsNoSuchField: 1 } },
    { what: `a NUL in ${text}`, input: { ...sound, [text]: nul } },
    { what: `half a character in ${text}`, input: { ...sound, [text]: halfCharacter } },
    { what: `two million characters in ${text}`, input: { ...sound, [text]: "x".repeat(2_000_000) } },
    { what: "a list for an object", input: [sound] },
    { what: "an empty list for an object", input: [] },
    { what: "a text for an object", input: "text" },
    { what: "a number for an object", input: 7 },
    { what: "null for an object", input: null },
    ...Object.entries(infos).flatMap(([name, info]) =>
      wrongTypes(info).map((wrong) => ({ what: `${JSON.stringify(wrong)} in ${name}`, input: { ...sound, [name]: wrong } })),
    ),
  ];
}

const oddTexts = ["'; drop table customer; --", "{}", "0", "\u{1F600}", "\u202Eabc", "../../etc/passwd", "\r\n"];

/** Inputs that a shape may well let through, and that break what was written for ordinary ones. */
export function oddInputs(shape: Shape, sound: Readonly<Record<string, unknown>>): readonly HostileInput[] {
  const infos = readShape(shape, "The odd input,");
  const texts = Object.keys(infos).filter((name) => infos[name]?.kind === "text");
  return texts.flatMap((name) => oddTexts.map((odd) => ({ what: `${JSON.stringify(odd)} in ${name}`, input: { ...sound, [name]: odd } })));
}

/** Inputs with one field at a bound of what it takes. */
export function boundInputs(shape: Shape, sound: Readonly<Record<string, unknown>>): readonly HostileInput[] {
  return Object.entries(readShape(shape, "The input at its bounds,")).flatMap(([name, info]) =>
    boundsOf(shape[name] as Schema, info).map((bound) => ({ what: `a bound of ${name}`, input: { ...sound, [name]: bound } })),
  );
}

function wrongTypes({ kind }: FieldInfo): readonly unknown[] {
  if (kind === "integer" || kind === "number") return ["x", [], true];
  if (kind === "boolean") return ["yes", 1];
  if (kind === "list") return ["x", { length: 1 }];
  return [7, ["x"], {}];
}
