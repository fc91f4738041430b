import { consent, customer, hasConsent, type Id, type Instant, type Reader } from "@kehu/core";

/** A customer as whoever calls must know him or her. */
export interface Reachable {
  readonly displayName: string;
  readonly phone?: string;
  readonly mayBeCalled: "yes" | "no" | "unknown";
}

/** How these customers, at most a thousand, may be reached about their service. */
export async function reachable(
  reader: Reader,
  ids: readonly Id<"customer">[],
  now: Instant,
): Promise<ReadonlyMap<Id<"customer">, Reachable>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const customers = await reader.find(customer, { where: { id: { in: wanted } }, limit: 1000 });
  const consents = await reader.find(consent, { where: { customerId: { in: wanted }, purpose: "service" }, limit: 1000 });
  return new Map(
    customers.items.map((each) => {
      const lines = consents.items.filter(({ customerId }) => customerId === each.id);
      const phone = each.contactPoints.find(({ kind }) => kind === "phone")?.value;
      const isConsented = hasConsent(lines, { purpose: "service", channel: "phone", at: now });
      const mayBeCalled = lines.length === 0 ? "unknown" : isConsented ? "yes" : "no";
      return [each.id, { displayName: each.displayName, ...(phone !== undefined && { phone }), mayBeCalled }];
    }),
  );
}
