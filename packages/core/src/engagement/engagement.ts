import * as z from "zod";
import { customer } from "../customer/customer.js";
import { party, text } from "../define/field.js";
import type { CalendarDate, Instant } from "../define/id.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { type Calendar, earliest } from "../define/moment.js";
import { type Activity, activity } from "../define/need.js";
import { defineParameter } from "../define/parameter.js";
import { defineRecord, type Stored } from "../define/record.js";

/** The customer's own lifecycle in one line of business. It is made with the first ledger entry or contact and moved by what happens, never by hand. */
export const engagement = defineRecord("engagement", {
  fields: { customerId: party("customer"), line: text(40) },
  states: ["prospect", "active", "atRisk", "dormant", "lost", "wonBack"],
  initial: ["prospect"],
  unique: [{ by: ["customerId", "line"] }],
  managed: ["customerId", "line"],
});
export interface Engagement extends Stored<typeof engagement> {}

const days = z.int().min(1).max(3650);
/** How long a customer may be silent. A tenant whose customers buy once a year needs more than a year. */
export const silenceDays = defineParameter("kehu/silence-days", {
  schema: z.strictObject({ atRisk: days, dormant: days, lost: days }),
  values: [
    {
      from: "2000-01-01",
      value: { atRisk: 90, dormant: 180, lost: 365 },
      source: "A house rule to begin with; set it from the rhythm of your own customers",
      verified: false,
    },
  ],
});

const itsActivity = { activity: activity(customer, "customerId") };
type Clock = { readonly record: { readonly since: Instant }; readonly needs: { readonly activity: Activity }; readonly calendar: Calendar };
const lastHeardOn = ({ record, needs, calendar }: Clock): CalendarDate => calendar.dayOf(needs.activity.lastAt ?? record.since);
const heardSince = ({ record, needs }: Pick<Clock, "record" | "needs">): boolean =>
  needs.activity.lastAt !== null && needs.activity.lastAt > record.since;

const heardAt = ({ needs, now }: { readonly needs: Clock["needs"]; readonly now: Instant }): Instant =>
  earliest(needs.activity.lastAt ?? now, now) ?? now;

/** True in the stay that began with the first that was heard; what is entered later may turn out to have been earlier. */
const isFirst = ({ origin }: Pick<Engagement, "origin">): boolean => origin === undefined || origin.state === "prospect";

/** Silence is a clock that is read again when it fires, so that busy customers cost no writes. */
export const engagementLifecycle = defineLifecycle(engagement, (t) => ({
  activate: t({
    from: "prospect",
    to: "active",
    needs: itsActivity,
    when: ({ needs }) => needs.activity.entries > 0,
    effective: ({ needs, now }) => earliest(needs.activity.firstAt ?? now, now) ?? now,
  }),
  beginEarlier: t({
    from: "active",
    to: "active",
    needs: itsActivity,
    when: ({ record, needs }) => isFirst(record) && needs.activity.firstAt !== null && needs.activity.firstAt < record.since,
    effective: ({ needs, now }) => needs.activity.firstAt ?? now,
  }),
  cool: t({
    from: ["active", "wonBack"],
    to: "atRisk",
    needs: itsActivity,
    due: (moment) => moment.calendar.after(lastHeardOn(moment), `P${moment.parameter(silenceDays, lastHeardOn(moment)).atRisk}D`),
  }),
  fallAsleep: t({
    from: "atRisk",
    to: "dormant",
    needs: itsActivity,
    due: (moment) => moment.calendar.after(lastHeardOn(moment), `P${moment.parameter(silenceDays, lastHeardOn(moment)).dormant}D`),
  }),
  lose: t({
    from: "dormant",
    to: "lost",
    needs: itsActivity,
    due: (moment) => moment.calendar.after(lastHeardOn(moment), `P${moment.parameter(silenceDays, lastHeardOn(moment)).lost}D`),
  }),
  revive: t({ from: ["atRisk", "dormant"], to: "active", needs: itsActivity, when: heardSince, effective: heardAt }),
  winBack: t({ from: "lost", to: "wonBack", needs: itsActivity, when: heardSince, effective: heardAt }),
}));
