import { type AnyRecord, check, circumstances, KehuError, type Rule } from "@kehu/core";
import { createCalendar } from "@kehu/core/calendar";
import { testNow } from "../crm/test-now.js";
import type { SampleContext } from "../sample/sample-value.js";
import { sampleNeeds, sampleRecord } from "../sample/stored.js";
import { frozen } from "./pure.js";

/** In which the functions of a pack are asked. */
export const surroundings = {
  now: testNow,
  calendar: createCalendar({ timeZone: "Asia/Shanghai", mode: "provisional" }),
  jurisdiction: "CN",
  actor: { id: "staff", tenant: "test", roles: [] },
} as const;
const around = circumstances(surroundings);

type Sample = ReturnType<typeof sampleRecord>;
/** A record that keeps the rules, or the codes of those that refused every one that chance made. */
export type Sampled = { readonly record: Sample } | { readonly refused: ReadonlySet<string> };

const draws = 3;
/** Draws records in one of the states until one keeps the rules, a few times. */
export function soundRecord(definition: AnyRecord, states: readonly string[], rules: readonly Rule[], context: SampleContext): Sampled {
  // a rule that looks at nothing else is asked first, because what another one needs has to be drawn for it
  const own = rules.filter((rule) => rule.record.name === definition.name).toSorted((one, other) => needsOf(one) - needsOf(other));
  const refused = new Set<string>();
  for (let draw = 0; draw < draws; draw += 1) {
    const record = frozen(sampleRecord(definition, context.random.pick(states), context));
    const code = whyUnsound(record, own, context);
    if (code === undefined) return { record };
    refused.add(code);
  }
  return { refused };
}

const needsOf = ({ needs }: Rule): number => Object.keys(needs).length;

/** The code of the first rule that a record breaks. */
export function whyUnsound(record: Sample, rules: readonly Rule[], context: SampleContext): string | undefined {
  try {
    for (const rule of rules) {
      const [broken] = check([rule], { record, needs: sampleNeeds(rule.needs, context), ...around });
      if (broken) return broken.code;
    }
    return undefined;
  } catch (error) {
    // that a rule throws is found where rules are tried
    return error instanceof KehuError ? error.code : String(error);
  }
}
