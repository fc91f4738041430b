import type { CalendarDate, Id, Session, Stored } from "@kehu/core";
import { policy } from "@kehu/insurance";

export type KnownPolicy = Pick<Stored<typeof policy>, "id" | "policyNumber" | "holderId" | "insuredId">;

/** What earlier files brought in: rows name each other by their numbers, the CRM by ids. */
export interface Known {
  readonly session: Session;
  readonly agents: Map<string, Id<"staff">>;
  readonly products: Map<string, Id<"insurance/product">>;
  readonly customers: Map<string, Id<"customer">>;
  /** Only those of the present batch, because a book has many. */
  policies: ReadonlyMap<string, KnownPolicy>;
  /** Policies that are sold in the time to come, with the day: whether the CRM knows them yet must make no difference. */
  readonly sold: Map<string, CalendarDate>;
  /** Requests that are decided in the year to come, by their number. */
  readonly requests: Map<string, Id<"insurance/servicing-request">>;
  /** Promises that are kept in the year to come, by the number of the call. */
  readonly promises: Map<string, Id<"interaction">>;
}

export const nothingKnown = (session: Session): Known => ({
  session,
  agents: new Map(),
  products: new Map(),
  customers: new Map(),
  policies: new Map(),
  sold: new Map(),
  requests: new Map(),
  promises: new Map(),
});

/** Looks up the policies that a batch of rows names. */
export async function learnPolicies(known: Known, numbers: readonly (string | undefined)[]): Promise<void> {
  const wanted = [...new Set(numbers.filter((each) => each !== undefined))];
  const { items } =
    wanted.length === 0
      ? { items: [] }
      : await known.session.find(policy, {
          where: { policyNumber: { in: wanted } },
          select: ["id", "policyNumber", "holderId", "insuredId"],
          limit: 1000,
        });
  known.policies = new Map(items.map((each) => [each.policyNumber, each]));
}
