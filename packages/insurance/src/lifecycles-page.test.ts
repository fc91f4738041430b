import { type AnyLifecycle, type AnyParameter, type AnyRecord, isDefinition, transitionsOf } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { picturesOf, stepsOf } from "../test/lifecycle-pictures.js";
import * as definitions from "./definitions.js";

const all = Object.values<unknown>(definitions).filter(isDefinition);
const records = all.filter((each): each is AnyRecord => each.kind === "record");
const lifecycles = all.filter((each): each is AnyLifecycle => each.kind === "lifecycle");
const numbers = all.filter((each): each is AnyParameter => each.kind === "parameter");
const of = (record: AnyRecord) => lifecycles.filter((each) => transitionsOf(each).some((transition) => transition.record === record));

const picture = (record: AnyRecord): string => `## ${record.name}\n\n${picturesOf(record)}`;
const cell = (value: unknown): string => (typeof value === "object" && value !== null ? `\`${JSON.stringify(value)}\`` : String(value));
const row = ({ name, values }: AnyParameter): readonly string[] =>
  values.map(
    ({ from, jurisdiction, value, source, verified }) =>
      `| ${name.replace("insurance/", "")} | ${jurisdiction ?? "elsewhere"} | ${from} | ${cell(value)} | ${verified ? "read" : "**not verified**"} | ${source} |`,
  );

const page = `# Insurance: lifecycles and numbers

<!-- Written from the definitions by lifecycles-page.test.ts of the insurance pack; with -u it writes the page anew. -->

⏱ happens by itself at a time, ⚡ as soon as something is true. Several states from which one step leads share a box; steps that leave the state
as it is stand below the pictures. Where a step leads from each state is what the tests of the pack take. What the pack does and by which law: [Insurance](insurance.md).

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

  it("draws only what can happen: a death that is refused leads to where the policy was, and a notice leaves what is paid paid", () => {
    const pairs = (record: AnyRecord, name: string) =>
      stepsOf(record)
        .find((step) => step.name === name)
        ?.pairs.map(({ from, to }) => `${from} ${to}`);
    expect(pairs(definitions.claim, "sendDenialNotice")).toEqual(["denied closed", "partiallyApproved partiallyApproved", "paid paid"]);
    expect(pairs(definitions.policy, "refuseDeathClaim")).not.toContain("deathClaimPending lapsed");
    expect(pairs(definitions.policy, "lapseAgain")).toEqual(["reinstatementPending lapsed"]);
    expect(pairs(definitions.policy, "postPremium")).not.toContain("proposed inForce");
  });

  it("puts no more than thirty arrows into a picture", () => {
    for (const drawing of page.match(/```mermaid\n[^`]*```/g) ?? []) expect(drawing.match(/-->/g)?.length ?? 0).toBeLessThanOrEqual(30);
  });
});
