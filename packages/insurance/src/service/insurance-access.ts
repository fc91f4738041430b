import { type Channel, channels, defineParameter, defineRule, interaction } from "@kehu/core";
import { accessTable, served, whyNotServed } from "@kehu/service";

const contacts = channels.filter((channel) => channel !== "note");
/** Where somebody can be identified and answered so that nobody else hears it. */
const closed: readonly Channel[] = ["phone", "web", "chat", "instantMessaging", "storeVisit", "fieldVisit"];

/**
 * Who is served on which channel: the services about a contract. Agents come as `fieldVisit`, branches are a `storeVisit`.
 *
 * `servicing` is what leaves the contract's worth as it is (address, way of paying, new paper); `servicing-of-value` all else.
 */
export const insuranceAccess = defineParameter("insurance/access", {
  schema: accessTable(["policy-query", "servicing", "servicing-of-value", "claim-report"]),
  values: [
    {
      from: "2000-01-01",
      value: {
        "policy-query": served({ identified: closed }),
        servicing: served({ identified: [...closed, "mail"] }),
        "servicing-of-value": served({ identified: ["web", "storeVisit", "fieldVisit", "mail"] }),
        // whoever learns of a loss tells of it: nothing is disclosed, and it must not come late
        "claim-report": served({ open: contacts }),
      },
      source: "A house rule to begin with, not a law; set it from your own authorities, by channel and service",
      verified: false,
    },
  ],
});

/** Looks at each contact when it is entered. */
export const serviceIsAllowed = defineRule("insurance/service-is-allowed", interaction, {
  check: ({ record, before, parameter, calendar }) =>
    before === undefined && record.service?.startsWith("insurance/")
      ? whyNotServed(parameter(insuranceAccess, calendar.dayOf(record.happenedAt)), { ...record, service: record.service })
      : undefined,
});
