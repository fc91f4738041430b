import type { AnyRecord, Rule } from "@kehu/core";
import * as z from "zod";
import { givenFor, type SampleContext, sampleShape, withoutLayout } from "../sample/sample-value.js";
import { whyUnsound } from "./sound-record.js";

const draws = 30;

/** What a record may be adopted with, as far as chance finds it: it keeps the rules that look at nothing else, and its keys are its own. */
export function stagedInput(
  record: AnyRecord,
  state: string,
  { context, rules }: { readonly context: SampleContext; readonly rules: readonly Rule[] },
): object {
  const alone = rules.filter((rule) => rule.record.name === record.name && Object.keys(rule.needs).length === 0);
  const draw = (): object =>
    Object.assign(sampleShape(record.fields, context), ownKeys(record, context), givenFields(record, state, context));
  const isUnsound = (input: object): boolean =>
    whyUnsound(Object.assign(withoutLayout(), kept(state), input) as never, alone, context) !== undefined;
  let input = draw();
  for (let tries = 1; tries < draws && isUnsound(input); tries += 1) input = draw();
  return input;
}

const since = "2026-01-01T00:00:00.000Z";
const kept = (state: string): object => ({ state, since, version: 1, createdAt: since, updatedAt: since });

function ownKeys({ fields, info, unique }: AnyRecord, { random }: SampleContext): object {
  const names = unique.flatMap(({ by }) => by).filter((name) => info[name]?.kind === "text");
  return Object.fromEntries(
    names.flatMap((name) => {
      const key = `K${random.digits(11)}`.slice(0, info[name]?.maxLength);
      return z.safeParse(fields[name] as never, key).success ? [[name, key]] : [];
    }),
  );
}

const givenFields = ({ name, fields }: AnyRecord, state: string, context: SampleContext): object =>
  Object.fromEntries(Object.entries(givenFor(name, state, context)).filter(([field]) => Object.hasOwn(fields, field)));
