import { channels, defineParameter, defineRule, interaction } from "@kehu/core";
import { accessTable, served, whyNotServed } from "./why-not-served.js";

const contacts = channels.filter((channel) => channel !== "note");

/** Who is served on which channel: the services of this pack. Anybody may ask and complain; what is about a contract needs to know for whom. */
export const serviceAccess = defineParameter("service/access", {
  schema: accessTable(["question", "request", "complaint", "appointment"]),
  values: [
    {
      from: "2000-01-01",
      value: {
        question: served({ open: contacts }),
        request: served({ open: contacts }),
        complaint: served({ open: contacts }),
        appointment: served({ open: ["phone", "email", "web", "chat", "sms", "instantMessaging", "storeVisit", "fieldVisit"] }),
      },
      source: "A house rule to begin with, not a law: complaints are taken wherever they come, appointments where an answer comes at once",
      verified: false,
    },
  ],
});

/** Looks at each contact when it is entered. */
export const serviceIsAllowed = defineRule("service/service-is-allowed", interaction, {
  check: ({ record, before, parameter, calendar }) =>
    before === undefined && record.service?.startsWith("service/")
      ? whyNotServed(parameter(serviceAccess, calendar.dayOf(record.happenedAt)), { ...record, service: record.service })
      : undefined,
});
