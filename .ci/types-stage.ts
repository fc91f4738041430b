// A folder outside of this repository in which packs and applications are compiled as their authors would: against built declarations.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = join(root, "node_modules/typescript/bin/tsc");
const compilerOptions = {
  target: "ES2022",
  lib: ["ES2023"],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  skipLibCheck: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  declaration: true,
  emitDeclarationOnly: true,
  types: [],
};

/** A new folder in which `@kehu/core` and `@kehu/crm` are those of this workspace, and `zod` is theirs unless another is named. */
export function stage(zod: string = join(root, "packages/core/node_modules/zod")): string {
  const at = mkdtempSync(join(tmpdir(), "kehu-types-"));
  mkdirSync(join(at, "node_modules/@kehu"), { recursive: true });
  for (const name of ["core", "crm"]) symlinkSync(join(root, "packages", name), join(at, "node_modules/@kehu", name));
  symlinkSync(realpathSync(zod), join(at, "node_modules/zod"));
  return at;
}

export function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A package of its own: sources in `src`, declarations in `dist`. */
export function project(at: string, name: string, files: ReadonlyMap<string, string>): void {
  write(
    join(at, "package.json"),
    JSON.stringify({
      name,
      version: "0.1.0",
      type: "module",
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
    }),
  );
  write(
    join(at, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...compilerOptions, rootDir: "src", outDir: "dist" }, include: ["src"] }),
  );
  for (const [path, text] of files) write(join(at, "src", path), text);
}

/** What the compiler says of a project: its errors, and its own figures. */
export interface Compiled {
  readonly errors: readonly string[];
  readonly seconds: number;
  readonly checkSeconds: number;
  readonly instantiations: number;
  readonly files: number;
}
/** Compiles a project and writes its declarations. `patience`: after so many seconds it is given up. */
export function compile(at: string, patience = 120): Compiled {
  const started = performance.now();
  const { stdout, status } = spawnSync(process.execPath, [tsc, "--project", at, "--extendedDiagnostics", "--pretty", "false"], {
    encoding: "utf8",
    timeout: patience * 1000,
  });
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1] ?? Number.NaN);
  const errors = stdout.split("\n").filter((line) => /error TS\d+/.test(line));
  return {
    errors: status === null ? [...errors, `gave no answer within ${patience} s`] : errors,
    seconds: figure("Total time") || (performance.now() - started) / 1000,
    checkSeconds: figure("Check time"),
    instantiations: figure("Instantiations"),
    files: figure("Files"),
  };
}

/** The bytes of all files below a folder whose name fits. */
export function bytesOf(folder: string, fits: (path: string) => boolean): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(fits)
    .reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0);
}
