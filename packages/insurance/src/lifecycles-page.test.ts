import { type AnyLifecycle, type AnyParameter, type AnyRecord, isDefinition, mermaid, transitionsOf } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as definitions from "./definitions.js";

const all = Object.values<unknown>(definitions).filter(isDefinition);
const records = all.filter((each): each is AnyRecord => each.kind === "record");
const lifecycles = all.filter((each): each is AnyLifecycle => each.kind === "lifecycle");
const numbers = all.filter((each): each is AnyParameter => each.kind === "parameter");
const of = (record: AnyRecord) => lifecycles.filter((each) => transitionsOf(each).some((transition) => transition.record === record));

const picture = (record: AnyRecord): string => `## ${record.name}\n\n\`\`\`mermaid\n${mermaid(record, of(record))}\n\`\`\``;
const cell = (value: unknown): string => (typeof value === "object" && value !== null ? `\`${JSON.stringify(value)}\`` : String(value));
const row = ({ name, values }: AnyParameter): readonly string[] =>
  values.map(
    ({ from, jurisdiction, value, source, verified }) =>
      `| ${name.replace("insurance/", "")} | ${jurisdiction ?? "elsewhere"} | ${from} | ${cell(value)} | ${verified ? "read" : "**not verified**"} | ${source} |`,
  );

const page = `# Insurance: lifecycles and numbers

<!-- Written from the definitions by lifecycles-page.test.ts of the insurance pack; with -u it writes the page anew. -->

⏱ happens by itself at a time, ⚡ as soon as something is true. What the pack does and by which law: [Insurance](insurance.md).

${records
  .filter((record) => of(record).length > 0)
  .map(picture)
  .join("\n\n")}

## Numbers

A tenant may have values of its own, which go first; a product or a contract goes before both where it says something.

| Number | Where | From | Value | Source was | Source |
|---|---|---|---|---|---|
${numbers.flatMap(row).join("\n")}
`;

describe("docs/insurance-lifecycles.md", () => {
  it("shows the lifecycles and the numbers as they are defined", async () => {
    await expect(page).toMatchFileSnapshot("../../../docs/insurance-lifecycles.md");
  });
});
