import * as z from "zod";
import { date, party, personal, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { earliest } from "../define/moment.js";
import { defineRecord, type Stored } from "../define/record.js";
import { defineRefusal } from "../define/refusal.js";
import { defineRule } from "../define/rule.js";

/** What `relatedId` is to `customerId`, from one day to another: the employer of a person, a subsidiary or a site of a group, the one who decides for it, its broker, a member of the same household. */
export const relationship = defineRecord("relationship", {
  fields: {
    customerId: party("customer"),
    relatedId: party("related"),
    kind: z.enum(["household", "employer", "subsidiary", "site", "decisionMaker", "contact", "broker", "guardian"]),
    note: personal("content", text(200)).optional(),
    startsOn: date(),
    endsOn: date().optional(),
  },
  states: ["current", "ended"],
  noOverlap: { by: ["customerId", "relatedId", "kind"], from: "startsOn", until: "endsOn" },
});
export interface Relationship extends Stored<typeof relationship> {}

export const relatedToItself = defineRefusal("kehu/related-to-itself", "A customer is not related to itself; choose another one.");
export const relationshipEndsBeforeItStarts = defineRefusal(
  "kehu/relationship-ends-before-it-starts",
  "The relationship starts on {startsOn} and cannot end on {endsOn}; correct one of the dates.",
);
export const relationshipIsSound = defineRule("relationship-is-sound", relationship, {
  check: ({ record }) => {
    if (record.customerId === record.relatedId) return relatedToItself();
    return record.endsOn !== undefined && record.endsOn < record.startsOn
      ? relationshipEndsBeforeItStarts({ startsOn: record.startsOn, endsOn: record.endsOn })
      : undefined;
  },
});

export const relationshipLifecycle = defineLifecycle(relationship, (t) => ({
  // the last day still counts; an end in the future comes by itself
  end: t({
    from: "current",
    to: ["current", "ended"],
    input: { endsOn: date() },
    choose: ({ input, today }) => (input.endsOn < today ? "ended" : "current"),
    effective: ({ input, calendar, now }) => earliest(calendar.endOf(input.endsOn), now) ?? now,
    set: ({ input }) => ({ endsOn: input.endsOn }),
  }),
  endByItself: t({ from: "current", to: "ended", due: ({ record }) => record.endsOn }),
}));
