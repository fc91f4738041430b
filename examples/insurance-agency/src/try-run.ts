import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "@kehu/core";
import type { Progress } from "report-kit";
import type { Agency } from "./agency/open-agency.js";
import { type Options, readOptions } from "./options.js";
import type { Figures } from "./report/figures.js";
import { openBook } from "./run-book.js";
import { start } from "./start.js";

/** For tests: a folder of its own, and runs that keep everything in it. */
export interface TryOut {
  readonly folder: string;
  run(args?: readonly string[], progress?: Progress): Promise<Figures>;
  /** What the last run printed. */
  summary(): string;
  /** The CRM that the last run with these options left, and somebody who sees all of it. */
  open(args?: readonly string[]): Promise<Agency & { readonly manager: Session }>;
  read(file: "report.html" | "rejects.csv"): Promise<string>;
  remove(): Promise<void>;
}
export const silent: Progress = { begin: () => {}, add: () => {}, end: () => {} };

export async function tryOut(): Promise<TryOut> {
  const folder = await mkdtemp(join(tmpdir(), "kehu-agency-test-"));
  const optionsOf = (args: readonly string[]): Options => {
    const options = readOptions(["--directory", join(folder, "crm"), "--report", join(folder, "report.html"), ...args], { cwd: folder });
    if (options === undefined) throw new Error("A run needs other options than --help.");
    return options;
  };
  let printed = "";
  return {
    folder,
    async run(args = [], progress = silent) {
      const { figures, text } = await start(optionsOf(args), progress);
      printed = text;
      return figures;
    },
    summary: () => printed,
    async open(args = []) {
      const options = optionsOf(args);
      const agency = await openBook({ ...options, asOf: options.until });
      const manager = agency.crm.as({ id: "manager", tenant: `agency-${options.book}`, roles: ["insurance/manager"] });
      return { ...agency, manager };
    },
    read: (file) => readFile(join(folder, file), "utf8"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
