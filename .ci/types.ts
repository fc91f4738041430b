// What packs cost the compilers of those who use them. Needs `pnpm build`: it compiles against the built declarations, as a vendor does.
//
// Nine packs of 14 records and 40 operations are written by a loop. The first is compiled; the others are the same with another name, so
// their declarations are copied. Three applications are compiled in turns, three times, each in a process of its own:
//   empty  imports createCrm and opens a CRM with `packs: []`
//   wired  the same with nine packs
//   used   the same, and creates, calls, asks, finds and applies something of each pack
// Bytes and instantiations are held; the seconds, medians of the three rounds, are printed beside their aim.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "./bench-api.js";
import { appSource, packSource, size } from "./types-packs.js";
import { bytesOf, type Compiled, compile, project, root, stage } from "./types-stage.js";

const { types: limits } = JSON.parse(readFileSync(join(root, ".ci/limits.json"), "utf8")) as {
  readonly types: {
    readonly declarationRatio: number;
    readonly secondsOverEmpty: number;
    readonly instantiations: Readonly<Record<"empty" | "wired" | "used", number>>;
  };
};
const names = ["tradea", "tradeb", "tradec", "traded", "tradee", "tradef", "tradeg", "tradeh", "tradei"] as const;
const rounds = 3;
const problems: string[] = [];
const hold = (isKept: boolean, problem: string): void => {
  if (!isKept) problems.push(problem);
};
const declarations = (path: string): boolean => path.endsWith(".d.ts");
const sources = (path: string): boolean => path.endsWith(".ts") && !/\.(test|test-d|test-pack|bench)\.ts$/.test(path);

/** Declaration bytes ÷ source bytes. */
function ratioOf(name: string, folder: string): void {
  const ratio = bytesOf(join(folder, "dist"), declarations) / bytesOf(join(folder, "src"), sources);
  console.log(`${name.padEnd(20)} declarations are ${ratio.toFixed(2)} of the sources (at most ${limits.declarationRatio})`);
  hold(ratio > 0 && ratio <= limits.declarationRatio, `${name}: declarations are ${ratio.toFixed(2)} of the sources`);
}

/** The declarations of the first pack under the name of another. */
function copyPack(from: string, to: string, name: string): void {
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith("/src") });
  for (const path of [
    "package.json",
    ...readdirSync(join(to, "dist"), { recursive: true, encoding: "utf8" })
      .filter(declarations)
      .map((file) => `dist/${file}`),
  ])
    writeFileSync(join(to, path), readFileSync(join(to, path), "utf8").replaceAll(names[0], name));
  cpSync(join(to, `dist/${names[0]}.d.ts`), join(to, `dist/${name}.d.ts`));
}

const at = stage();
try {
  const first = join(at, "node_modules/@trade", names[0]);
  project(first, `@trade/${names[0]}`, packSource(names[0]));
  const built = compile(first);
  hold(built.errors.length === 0, `the generated pack does not compile: ${built.errors.slice(0, 3).join("\n")}`);
  console.log(
    `a generated pack     ${size.records} records, ${size.operations} operations; compiles in ${built.seconds.toFixed(1)} s, ${built.instantiations} instantiations`,
  );
  ratioOf("a generated pack", first);
  ratioOf("@kehu/insurance", join(root, "packages/insurance"));
  for (const name of names.slice(1)) copyPack(first, join(at, "node_modules/@trade", name), name);

  const apps = { empty: appSource([], false), wired: appSource(names, false), used: appSource(names, true) };
  const results: Record<keyof typeof apps, Compiled[]> = { empty: [], wired: [], used: [] };
  for (const [name, text] of Object.entries(apps)) project(join(at, name), name, new Map([["index.ts", text]]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of Object.keys(apps) as (keyof typeof apps)[]) results[name].push(compile(join(at, name)));

  const middle = (name: keyof typeof apps, figure: "seconds" | "checkSeconds" | "instantiations" | "files"): number =>
    median(results[name].map((result) => result[figure]));
  for (const name of Object.keys(apps) as (keyof typeof apps)[]) {
    const [check, total, instantiations] = [middle(name, "checkSeconds"), middle(name, "seconds"), middle(name, "instantiations")];
    // seconds are for people to read: a busy machine would fail a sound change
    const more = check - middle("empty", "checkSeconds");
    console.log(
      `${name.padEnd(20)} check ${check.toFixed(2)} s (${more.toFixed(2)} over empty, aim ${limits.secondsOverEmpty}), all ${total.toFixed(2)} s, ${instantiations} instantiations, ${middle(name, "files")} files`,
    );
    hold(
      results[name].every(({ errors }) => errors.length === 0),
      `${name} does not compile: ${results[name][0]?.errors.slice(0, 3).join("\n")}`,
    );
    hold(instantiations <= limits.instantiations[name], `${name} takes ${instantiations} instantiations of ${limits.instantiations[name]}`);
    hold(
      readFileSync(join(at, name, "dist/index.d.ts"), "utf8").includes('export declare const crm: import("@kehu/crm").Crm;'),
      `${name} does not declare its crm in a word`,
    );
  }
} finally {
  rmSync(at, { recursive: true, force: true });
}
for (const problem of problems) console.log(`FAILED ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
