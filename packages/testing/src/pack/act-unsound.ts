import type { Act, AnyOperation, AnyRecord, AnyTransition, Shape } from "@kehu/core";
import * as z from "zod";
import type { Finding } from "./finding.js";

/** An act whose input its target refuses: with it the whole transition would be refused, or the deadline would be missed without it. */
export function actUnsound(acts: readonly Act[]): Omit<Finding, "place"> | undefined {
  for (const { verb, on, input } of acts) {
    const problems = z.safeParse(z.strictObject(shapeOf(verb, on) as never), input ?? {}).error?.issues ?? [];
    const [first] = problems;
    if (first)
      return {
        check: "act-unsound",
        problem: `is followed by ${verb} ${on.name} with an input that is refused (${[...first.path, first.message].join(": ")})`,
        remedy: "Give it what the target takes, for every record; shorten texts that are put together",
      };
  }
  return undefined;
}

function shapeOf(verb: Act["verb"], on: Act["on"]): Shape {
  if (verb === "create") return (on as unknown as AnyRecord).fields;
  return (verb === "apply" ? (on as unknown as AnyTransition).input : (on as unknown as AnyOperation).input) ?? {};
}
