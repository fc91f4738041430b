import { date, group, list, money, text } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { hostileInputs } from "./hostile.js";

describe("hostileInputs", () => {
  const shape = {
    name: text(20),
    on: date(),
    amount: money().optional(),
    size: z.int(),
    isNew: z.boolean(),
    parts: list(group({ name: text(5) }), 3),
    kind: z.enum(["a"]),
  };
  const sound = { name: "x", on: "2026-01-01", size: 1, isNew: true, parts: [], kind: "a" };

  it("gives only what a strict schema and the door refuse", () => {
    const schema = z.strictObject(shape);
    expect(schema.safeParse(sound).success).toBe(true);
    const throughSchema = hostileInputs(shape, sound).filter(({ input }) => schema.safeParse(input).success);
    // these two are for the door to refuse: no schema sees them
    expect(throughSchema.map(({ what }) => what)).toEqual(["a NUL in name", "half a character in name"]);
  });

  it("has wrong types for every field", () => {
    for (const name of Object.keys(shape)) expect(hostileInputs(shape, sound).some(({ what }) => what.endsWith(` in ${name}`))).toBe(true);
  });
});
