import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

/**
 * Runs a script in a process of its own, from the sources, beside a file: what it imports, it imports as from there. The two talk over
 * messages. It is bundled first: reading three hundred modules one by one takes longer than what most scripts do.
 *
 * @param beside - `import.meta.url` of the test
 * @param through - a command that starts it, such as one that puts it into another network
 */
export function startScript(beside: string, script: string, through: readonly string[] = []): ChildProcess {
  const folder = fileURLToPath(new URL(".", beside));
  const [command, ...args] = [...through, process.execPath, "--input-type=module", "-"];
  const child = spawn(command as string, args, { cwd: folder, stdio: ["pipe", "inherit", "inherit", "ipc"] });
  child.stdin?.end(bundled(script, folder));
  return child;
}

function bundled(script: string, folder: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: script, resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["@kehu/source"],
    // they look for files beside themselves, or load each other as CommonJS
    external: ["@electric-sql/*", "pg", "pg-*"],
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}
