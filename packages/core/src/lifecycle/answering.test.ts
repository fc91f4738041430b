import { describe, expect, it } from "vitest";
import { text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";
import { refused } from "../error.js";
import { answering } from "./answering.js";
import { check } from "./check.js";
import { decide } from "./decide.js";

const lamp = defineRecord("house/lamp", { fields: { room: text(20) }, states: ["off", "on"] });
const broken = () => {
  throw new TypeError("reads what is not there");
};
const life = defineLifecycle(lamp, (t) => ({ light: t({ from: "off", to: "on", guard: broken }) }));
const rule = defineRule("house/lamp-rule", lamp, { check: broken });
const now = "2026-03-02T00:00:00.000Z";
const record = { room: "hall", id: "house_lamp_1", version: 1, state: "off", since: now, createdAt: now, updatedAt: now } as const;

describe("a function that breaks", () => {
  it.each([
    ["house/lamp#light", () => decide(life.light, { record, now })],
    ["house/lamp-rule", () => check([rule], { record, now })],
  ])("is told of under the name %s", (name, work) => {
    const error = expect.objectContaining({
      code: "core/function-failed",
      details: { name, problem: "TypeError" },
      cause: expect.any(TypeError),
    });
    expect(work).toThrow(error);
  });

  it("keeps the code of what it throws with one", () => {
    const full = defineRefusal("house/full", "The house is full.");
    const refuse = () => {
      throw refused(full());
    };
    expect(() => answering("house/lamp#light", refuse)).toThrow(expect.objectContaining({ code: "house/full" }));
  });
});
