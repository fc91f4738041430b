import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KehuError, type Session } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { noteRefusal, noting, refusalsNamedIn, refusalsRaised } from "./refusals-raised.js";

describe("refusalsRaised", () => {
  it("knows what was noted, by code or by refusal", () => {
    noteRefusal("library/one");
    noteRefusal({ code: "library/two" });
    noteRefusal(undefined);
    expect([...refusalsRaised()]).toEqual(expect.arrayContaining(["library/one", "library/two"]));
  });

  it("hears what a session refuses, and passes it on", async () => {
    const failing = (code: string) => Promise.reject(new KehuError(code, "No."));
    const session = noting({
      get: () => failing("library/three"),
      find: async () => ({ items: [] }),
      describe: () => {
        throw new KehuError("library/four", "No.");
      },
    } as unknown as Session);
    await expect(session.get({} as never, "")).rejects.toThrow("No.");
    expect(() => session.describe({} as never)).toThrow("No.");
    expect(await session.find({} as never)).toEqual({ items: [] });
    expect([...refusalsRaised()]).toEqual(expect.arrayContaining(["library/three", "library/four"]));
  });
});

describe("refusalsNamedIn", () => {
  it("reads the codes that tests name, and only tests", () => {
    const folder = mkdtempSync(join(tmpdir(), "kehu-testing-"));
    mkdirSync(join(folder, "claim"));
    writeFileSync(
      join(folder, "claim", "claim.test.ts"),
      `expect(code).toBe("insurance/not-covered"); it('pays', () => 'claims/too-late');`,
    );
    writeFileSync(join(folder, "claim", "claim.ts"), `defineRefusal("insurance/never-tested", "…")`);
    expect([...refusalsNamedIn(folder)].sort()).toEqual(["claims/too-late", "insurance/not-covered"]);
    rmSync(folder, { recursive: true });
  });
});
