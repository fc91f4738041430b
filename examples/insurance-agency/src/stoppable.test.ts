import { EventEmitter } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { writeOwnFiles } from "./own-files.js";
import { reckon } from "./reckon/reckon.js";
import { stoppable } from "./stoppable.js";
import { silent, tryOut } from "./try-run.js";

describe("stoppable", () => {
  it("ends at the next step, leaves nothing of the customers behind, and the next run goes on", { timeout: 60_000 }, async () => {
    const trial = await tryOut();
    try {
      const from = join(trial.folder, "files");
      await writeOwnFiles(from);
      const temporary = join(trial.folder, "temporary");
      await mkdir(temporary);
      vi.stubEnv("TMPDIR", temporary);
      const process = new EventEmitter();
      const stopped = stoppable({ ...silent, begin: (title) => void (title.startsWith("Running") && process.emit("SIGINT")) }, process);
      await expect(trial.run(["--from", from], stopped)).rejects.toThrow("goes on from here");
      expect((await readdir(temporary)).filter((name) => name.startsWith("kehu-agency"))).toEqual([]);
      expect(await trial.run(["--from", from])).toEqual(reckon(from, { asOf: "2025-06-30", until: "2026-06-30" }));
    } finally {
      vi.unstubAllEnvs();
      await trial.remove();
    }
  });
});
