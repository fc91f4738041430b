// The TypeScript in the documentation is the text of files that are compiled and tested: a comment above each block names its file.
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";

/** `<!-- code: path -->` or `<!-- code: path#name -->`, then a block, which may have to be written yet. */
const marked = /<!-- code: (\S+?)(?:#(\S+))? -->\n(?:```ts\n[\s\S]*?```)?/g;

/** The pages that people read: the two front pages and all guides. */
export const pages = (): readonly string[] => [
  "README.md",
  "README.zh-CN.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** A page with each block as its file has it now. */
export const withCode = (page: string): string =>
  page.replaceAll(
    marked,
    (_, path: string, name?: string) =>
      `<!-- code: ${path}${name === undefined ? "" : `#${name}`} -->\n\`\`\`ts\n${codeOf(path, name)}\n\`\`\``,
  );

/** The lines at which TypeScript stands that no file vouches for. */
export function unmarkedBlocks(page: string): readonly number[] {
  const bare = page.replaceAll(marked, (block) => "\n".repeat(block.split("\n").length - 1));
  return bare.split("\n").flatMap((line, index) => (/^```(ts|typescript|js|javascript)\b/.test(line) ? [index + 1] : []));
}

/** A whole file; or what it declares under a name, or holds between `// #region name` and `// #endregion`. */
export function codeOf(path: string, name: string | undefined): string {
  const text = readFileSync(path, "utf8").trimEnd();
  if (name === undefined) return text;
  const region = new RegExp(`^ *// #region ${name}\\n([\\s\\S]*?)^ *// #endregion`, "m").exec(text)?.[1];
  if (region !== undefined) return dedented(region.trimEnd());
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const statement = file.statements.find(
    (each) => ts.isVariableStatement(each) && each.declarationList.declarations.some((one) => one.name.getText() === name),
  );
  if (statement === undefined) throw new Error(`${path} has neither a region nor a constant "${name}".`);
  return text.slice(statement.getStart(file, true), statement.end);
}

function dedented(text: string): string {
  const lines = text.split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}
