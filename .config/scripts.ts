import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a script in a process of its own, straight from the sources, beside a file: what it imports, it imports as from there. The two
 * talk over messages.
 *
 * @param beside - `import.meta.url` of the test
 * @param through - a command that starts it, such as one that puts it into another network
 */
export function startScript(beside: string, script: string, through: readonly string[] = []): ChildProcess {
  const [command, ...args] = [
    ...through,
    process.execPath,
    "--conditions=@kehu/source",
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    script,
  ];
  return spawn(command as string, args, { cwd: fileURLToPath(new URL(".", beside)), stdio: ["ignore", "inherit", "inherit", "ipc"] });
}
