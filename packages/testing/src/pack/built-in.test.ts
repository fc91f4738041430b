import { fileURLToPath } from "node:url";
import { kehu } from "@kehu/core/engine";
import { describe, expect, it } from "vitest";
import { builtInRoles } from "../../test/built-in-roles.js";
import { refusalsNamedIn } from "../crm/refusals-raised.js";
import { testPack } from "./test-pack.js";

const testsOf = (name: string): ReadonlySet<string> => refusalsNamedIn(fileURLToPath(new URL(`../../../${name}/src`, import.meta.url)));

describe("testPack", () => {
  it("finds nothing in what is built in, once somebody may read it", async () => {
    const raised = [...testsOf("core"), ...testsOf("crm")];
    expect((await testPack(kehu, { raised, roles: builtInRoles })).findings).toEqual([]);
  }, 120_000);
});
