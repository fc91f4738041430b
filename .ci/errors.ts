// Every code that Kehu refuses or throws with, read from the sources: what docs/errors.md is written from.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { blanksOf } from "../packages/core/src/define/refusal.js";
import { coreZhCN } from "../packages/core/src/locales/refusals.zh-CN.js";
import { crmZhCN } from "../packages/crm/src/locales/refusals.zh-CN.js";
import { testingZhCN } from "../packages/testing/src/locales/refusals.zh-CN.js";

export interface ErrorCode {
  readonly code: string;
  /** Usually one; several where the same code is thrown in several places. */
  readonly sentences: readonly string[];
  readonly chinese: string | undefined;
  /** What is sure to be in the details: the blanks of a defined refusal, or what every error with this code brings. */
  readonly details: readonly string[];
  /** False where errors are thrown without a definition, so that not every blank is in the details. */
  readonly isDefined: boolean;
  readonly raisedIn: readonly string[];
}
interface Found {
  readonly code: string;
  readonly sentence: string;
  /** The name of the constant, where it is one. */
  readonly name: string | undefined;
  readonly file: string;
  readonly isDefined: boolean;
  readonly details: readonly string[];
}
/** The Chinese of the codes that belong to no pack. */
const tables: Readonly<Record<string, string>> = { ...coreZhCN, ...crmZhCN, ...testingZhCN };

/** Functions that put a code together: what they are called, where, and what stands before their first argument. */
const prefixes = [
  { folder: "packages/core/src/phone/", before: "core/phone-" },
  { folder: "packages/core/src/documents/", before: "core/document-" },
];

/** All codes of all packages, in order. */
export function errorCodes(): readonly ErrorCode[] {
  const files = [...sourceFiles("packages")].map((path) =>
    ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true),
  );
  const found = files.flatMap((file) => [...codesIn(file)]);
  return [...new Set(found.map(({ code }) => code))].sort().map((code) => {
    const own = found.filter((each) => each.code === code);
    const raisedIn = own.flatMap((each) => (each.name === undefined ? [each.file] : raisersOf(each.name, each.file, files)));
    return {
      code,
      sentences: [...new Set(own.map(({ sentence }) => sentence).filter((sentence) => sentence !== ""))],
      chinese: tables[code] ?? own.map((each) => chineseOf(each, files)).find((words) => words !== undefined),
      ...detailsOf(own),
      raisedIn: [...new Set(raisedIn)].sort(),
    };
  });
}

/** Errors without a definition may differ in their details; only what all of them bring can fill a blank. */
function detailsOf(own: readonly Found[]): Pick<ErrorCode, "details" | "isDefined"> {
  const defined = own.find(({ isDefined }) => isDefined);
  const details = defined?.details ?? own[0]?.details.filter((name) => own.every((each) => each.details.includes(name))) ?? [];
  return { details, isDefined: defined !== undefined };
}

function* sourceFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !["node_modules", "dist", "test"].includes(entry.name)) yield* sourceFiles(path);
    else if (/\.ts$/.test(entry.name) && !/\.(test|test-d|test-pack|bench|d)\.ts$/.test(entry.name)) yield path;
  }
}

function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

function* codesIn(source: ts.SourceFile): Generator<Found> {
  const file = source.fileName;
  for (const node of nodesOf(source)) {
    if (!(ts.isCallExpression(node) || ts.isNewExpression(node))) continue;
    const called = node.expression.getText();
    const [first, second, third] = node.arguments ?? [];
    if (first === undefined || second === undefined || !ts.isStringLiteralLike(first)) continue;
    const before = called === "refuse" ? prefixes.find(({ folder }) => file.startsWith(folder))?.before : undefined;
    if (!["defineRefusal", "KehuError"].includes(called) && before === undefined) continue;
    const isDefined = called === "defineRefusal";
    const declared = ts.isVariableDeclaration(node.parent) && isDefined ? node.parent.name.getText() : undefined;
    const sentence = sentenceOf(second);
    const details = isDefined ? blanksOf(sentence) : namesIn(third);
    yield { code: `${before ?? ""}${first.text}`, sentence, name: declared, file, isDefined, details };
  }
}

/** The names in the `details` of an error's options. */
const namesIn = (options: ts.Node | undefined): readonly string[] =>
  [...(options ? nodesOf(options) : [])].flatMap((node) =>
    ts.isPropertyAssignment(node) && node.name.getText() === "details" && ts.isObjectLiteralExpression(node.initializer)
      ? node.initializer.properties.flatMap((property) => property.name?.getText() ?? [])
      : [],
  );

/** The text of a literal; what a template puts in becomes a blank. */
function sentenceOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `{${blankOf(span.expression)}}${span.literal.text}`).join("");
  const declared = [...nodesOf(node.getSourceFile())].find(
    (each) => ts.isVariableDeclaration(each) && each.name.getText() === node.getText(),
  );
  return declared !== undefined && ts.isVariableDeclaration(declared) && declared.initializer !== undefined
    ? sentenceOf(declared.initializer)
    : "";
}
const blankOf = (node: ts.Expression): string => (node.getText().match(/[a-zA-Z]+(?=\W*$)/) ?? ["…"])[0];

/** The files that call a refusal: the one that declares it, and those that import it from there. */
function raisersOf(name: string, declaredIn: string, files: readonly ts.SourceFile[]): readonly string[] {
  return files
    .filter((file) => {
      const isKnown =
        file.fileName === declaredIn ||
        file.statements.some(
          (statement) =>
            ts.isImportDeclaration(statement) &&
            join(dirname(file.fileName), (statement.moduleSpecifier as ts.StringLiteral).text).replace(/\.js$/, ".ts") === declaredIn &&
            new RegExp(`\\b${name}\\b`).test(statement.getText()),
        );
      return isKnown && new RegExp(`\\b${name}\\(`).test(file.text);
    })
    .map(({ fileName }) => fileName);
}

/** The Chinese sentence of a refusal: its pack's locale has it under the name of the constant, in its file or a part of it. */
function chineseOf({ name, file }: Found, files: readonly ts.SourceFile[]): string | undefined {
  const locale = `${file.split("/").slice(0, 3).join("/")}/locales/zh-CN`;
  const parts = files.filter(({ fileName }) => fileName === `${locale}.ts` || fileName.startsWith(`${locale}/`));
  for (const node of parts.flatMap((part) => [...nodesOf(part)]))
    if (ts.isPropertyAssignment(node) && node.name.getText() === name && ts.isStringLiteral(node.initializer)) return node.initializer.text;
  return undefined;
}

/** What to do, where the sentence itself is short of it or leaves it to a blank. */
const advice: Readonly<Record<string, string>> = {
  "core/invalid-definition":
    "The message names the definition and the place in it. Correct the declaration there; nothing was started yet.",
  "core/document-part-invalid": "Pass parts of that kind; these functions make numbers for tests.",
  "core/selection-unknown": "Give the ids with the option `select`, or ask the database.",
  "core/wrong-id": "Look up the record that is meant, and pass its own id.",
  "core/working-hours-invalid": "The message says what is wrong with the hours; correct them where the calendar or the tenant is made.",
  "crm/invalid-actor": "The message says what is missing. Take all three from the session that your application verified.",
  "crm/invalid-where": "The message names the field and what is wrong with its comparison; correct the filter.",
  "crm/invalid-query": "The message names the part of the query and what is wrong with it; correct it.",
  "crm/invalid-input": "Each problem stands with its path, in the message and in `details`; correct the input. Nothing was written.",
  "crm/invalid-tenant": "The message says which setting is wrong; correct it and open the tenant again.",
  "crm/invalid-parameter": "The message says what is wrong with the value; correct it and open the tenant again.",
  "crm/nobody-assigned": "Give `ownerId`, `teamId` or both.",
  "crm/invalid-key": "Take something short that is yours and different for each call, such as the id of the request.",
  "testing/pack-unsound": "Each finding stands with its place and its remedy; mend the pack, or accept the finding with a reason.",
  "crm/database-error": "Nothing was kept. It is a fault of Kehu or of a definition: report it with its details, which show no data.",
};

/** What happened and what to do: a sentence says both, the second after a semicolon or in a sentence of its own. */
function parted(sentence: string): readonly [what: string, remedy: string | undefined] {
  const [, what, remedy] = /^(.+?)(?:;|\.(?= [A-Z])|\n(?=[A-Z]))\s*(.+)$/s.exec(sentence) ?? [];
  if (what === undefined || remedy === undefined) return [sentence.replace(/\.$/, ""), undefined];
  return [what, `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`];
}

const titles: Readonly<Record<string, string>> = {
  core: "The core: `core/…`",
  kehu: "The built-in records: `kehu/…`",
  crm: "The runtime: `crm/…`",
  testing: "The test kit: `testing/…`",
};

/** The page of all codes. */
export function errorsPage(codes: readonly ErrorCode[]): string {
  const packages = [...new Set(codes.map(({ code }) => code.split("/")[0] as string))];
  const order = [...Object.keys(titles).filter((name) => packages.includes(name)), ...packages.filter((name) => !(name in titles))];
  const section = (name: string): string =>
    [`## ${titles[name] ?? `The pack \`${name}\``}`, ...codes.filter(({ code }) => code.startsWith(`${name}/`)).map(entry)].join("\n\n");
  return `${head}\n${order.map(section).join("\n\n")}\n`;
}

const head = `# Errors by code

<!-- Written by .ci/write-docs.ts from the sources. Do not edit by hand. -->

The runtime throws \`KehuError\`; pure functions such as \`decide\` return a refusal. Both have the same \`code\`, which is stable, a \`message\` in
English and \`details\` that fill the blanks of the sentence. \`retryable\` is true where the same call may succeed if it is made again. Words in
braces below are those blanks. The Chinese sentence is what \`crm.say(error, "zh-CN")\` gives;
those of the test kit stand in its \`testingZhCN\`.
`;

function entry({ code, sentences, chinese, raisedIn }: ErrorCode): string {
  const said =
    sentences.length > 1 ? sentences.map((sentence) => `- ${oneLine(sentence)}`).join("\n") : oneLine(parted(sentences[0] ?? "")[0]);
  const remedy = advice[code] ?? (sentences.length > 1 ? undefined : parted(sentences[0] ?? "")[1]);
  return [
    `### \`${code}\``,
    sentences.length > 1 ? said : `${said}.`,
    ...(chinese === undefined ? [] : [chinese]),
    ...(remedy === undefined ? [] : [`**What to do.** ${oneLine(remedy)}`]),
    `Raised in ${raisedIn.map((file) => `[${file.replace(/^packages\//, "")}](../${file})`).join(", ")}.`,
  ].join("\n\n");
}
const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, " ");

/** Codes without a word on what to do. */
export const withoutRemedy = (codes: readonly ErrorCode[]): readonly string[] =>
  codes
    .filter(({ code, sentences }) => !(code in advice) && sentences.some((sentence) => parted(sentence)[1] === undefined))
    .map(({ code }) => code);

/** Advice for codes that are gone. */
export const strayAdvice = (codes: readonly ErrorCode[]): readonly string[] =>
  Object.keys(advice).filter((code) => !codes.some((each) => each.code === code));
