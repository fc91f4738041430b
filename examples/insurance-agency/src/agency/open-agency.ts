import type { CalendarDate, Instant, Session } from "@kehu/core";
import { type Crm, createCrm, type DatabaseSource } from "@kehu/crm";

import { agency } from "./agency.js";

export const currency = "CNY";

/** The CRM of the agency, with a clock that is set by hand. */
export interface Agency {
  readonly crm: Crm;
  /** Who brings in the files. */
  readonly importer: Session;
  /** Who looks at the result. */
  readonly analyst: Session;
  /** It is the last minute of this day in Shanghai: what happened on it is entered then. */
  setDay(on: CalendarDate): Instant;
}

export const eveningOf = (on: CalendarDate): Instant => `${on}T15:59:59.000Z`;

/** The day of an instant in Shanghai. */
export const dayOf = (at: Instant): CalendarDate => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Opens the database, brings it up to the packs, and opens the agency in it. Every book is a tenant of its own, so that two never mix. */
export async function openAgency(
  database: DatabaseSource,
  { asOf, tenant }: { readonly asOf: CalendarDate; readonly tenant: string },
): Promise<Agency> {
  let now = eveningOf(asOf);
  const crm = await createCrm({ packs: [agency], database, clock: () => now });
  try {
    await crm.install();
    await crm.openTenant({
      id: tenant,
      timeZone: "Asia/Shanghai",
      jurisdiction: "CN",
      currency,
      packs: ["agency"],
      parameters: { "kehu/silence-days": [silence] },
    });
  } catch (error) {
    await crm.close();
    throw error;
  }
  return {
    crm,
    importer: crm.as({ id: "importer", tenant, roles: ["agency/importer"] }),
    analyst: crm.as({ id: "analyst", tenant, roles: ["agency/analyst"] }),
    setDay(on) {
      now = eveningOf(on);
      return now;
    },
  };
}

/** Many customers pay once a year, so that a year of silence says little. */
const silence = {
  from: "2000-01-01",
  value: { atRisk: 380, dormant: 440, lost: 730 },
  source: "The rhythm of yearly premiums with two months of grace; a rule of this agency",
  verified: true,
};
