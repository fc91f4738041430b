import type { CalendarDate } from "@kehu/core";
import type { Contents } from "./contents.js";
import type { Finding } from "./finding.js";

/** Every parameter has a value that already counts, wherever it has one at all, and every value its source. */
export function checkParameters({ own }: Contents, today: CalendarDate): readonly Finding[] {
  return own.parameters.flatMap(({ name, values }) => {
    const place = `The parameter "${name}"`;
    const sourceless = values.filter(({ source }) => source.trim() === "" || /^(?:todo|tbd|unknown|\?+|n\/a|-+)$/i.test(source.trim()));
    const everywhere = values.some((value) => value.jurisdiction === undefined && value.from <= today);
    const jurisdictions = [...new Set(values.map(({ jurisdiction }) => jurisdiction))];
    const early = jurisdictions.filter(
      (jurisdiction) => !everywhere && !values.some((value) => value.jurisdiction === jurisdiction && value.from <= today),
    );
    return [
      ...sourceless.map(
        (value): Finding => ({
          check: "parameter-sourceless",
          place,
          problem: `has a value from ${value.from} without a source`,
          remedy: "Name the article, the standard or the contract",
        }),
      ),
      ...early.map(
        (jurisdiction): Finding => ({
          check: "parameter-not-yet",
          place,
          problem: `has no value for ${jurisdiction ?? "everywhere"} on ${today}, only later ones`,
          remedy: "Add the value that counts until then",
        }),
      ),
    ];
  });
}

/** Every refusal of the pack was raised by some test. */
export function checkRefusals({ own }: Contents, raised: ReadonlySet<string>): readonly Finding[] {
  return own.refusals
    .filter(({ code }) => !raised.has(code))
    .map(
      ({ code }): Finding => ({
        check: "refusal-unraised",
        place: `The refusal "${code}"`,
        problem: "is raised by no test",
        remedy: "Write a scenario that comes to it, or pass what other tests raised as `raised`",
      }),
    );
}
