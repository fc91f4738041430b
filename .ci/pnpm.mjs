import { spawn } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The pnpm that started this script (a file for node or a program of its own); without one, the one the README names. */
export function pnpmCommand() {
  const path = process.env.npm_execpath ?? "";
  if (!basename(path).includes("pnpm")) return ["npx", "--yes", "pnpm@10"];
  return /\.[cm]?js$/.test(path) ? [process.execPath, path] : [path];
}

/**
 * Runs one command and prints one line for it; what it wrote appears when it fails, or always with `show`.
 * Returns whether it succeeded, what it printed on standard output, and its exit code.
 */
export async function step(title, command, { show = false, env = {}, cwd = root } = {}) {
  const started = performance.now();
  const [program, ...args] = command[0] === "pnpm" ? [...pnpmCommand(), ...command.slice(1)] : command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...(show ? {} : { NO_COLOR: "1" }), ...env },
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let all = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
    all += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    all += chunk;
  });
  const code = await new Promise((done) => {
    child.on("error", (error) => {
      all += `${error.message}\n`;
      done(1);
    });
    child.on("close", (exit) => done(exit ?? 1));
  });
  const ok = code === 0;
  report(title, ok, started, ok ? "" : all);
  return { ok, out, code };
}

/** One line per step, so that a slow or a failing one is seen at a glance. */
export function report(title, ok, started, detail = "") {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${ok ? "ok    " : "FAILED"} ${seconds} s  ${title}`);
  if (detail.trim() !== "") console.log(detail.trimEnd().replace(/^/gm, "    "));
}
