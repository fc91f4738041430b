import {
  type CalendarDate,
  date,
  defineRefusal,
  type Reader,
  refused,
  type Score,
  type Scoring,
  type Sort,
  scoring,
  text,
} from "@kehu/core";
import { phrase } from "@kehu/core/engine";

export const notScored = defineRefusal(
  "crm/not-scored",
  "There is no complete scoring in {currency} for {asOf}, or you may not see it; run scoreCustomers first.",
);

/** Of which scoring: the current one in a currency, or that of a day. */
export const whichScoring = { currency: text(3), asOf: date().optional() };

/** In a currency one scoring is current, and of a day one counts: there are no two to choose from. @throws KehuError `crm/not-scored` */
export async function scoringOf(
  reader: Reader,
  { currency, asOf }: { readonly currency: string; readonly asOf?: CalendarDate | undefined },
): Promise<Scoring> {
  const where =
    asOf === undefined ? { currency, state: "current" as const } : { currency, asOf, state: { in: ["current", "superseded"] as const } };
  const [found] = (await reader.find(scoring, { where, limit: 1 })).items;
  if (!found) throw refused(notScored({ currency, asOf: asOf ?? phrase("any day") }));
  return found;
}

export const notAskedFor = defineRefusal(
  "crm/not-asked-for",
  'The scoring as of {asOf} in {currency} was made without "{terms}", so that it says nothing of them; score a day with them.',
);

/** In which order lists of a scoring stand: by lifetime value, or by revenue where no model could be fitted. */
export const listedBy = ({ models }: Scoring): Sort<Score> =>
  models.some(({ model }) => model === "gamma-gamma") ? "-lifetimeValue" : "-revenue";
