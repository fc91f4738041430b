import { count, customer } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { postgresUrl } from "../../../../.config/test-databases.js";
import { createCrm } from "../crm.js";
import { garages } from "./garage.test-pack.js";
import { newPlace } from "./place.test-pack.js";

const kinds = (["pglite", "postgres"] as const).filter((kind) => kind === "pglite" || postgresUrl() !== undefined);

describe.each(kinds)("crm.close, %s", (kind) => {
  it("waits for the writes that have begun, and lets none begin", async () => {
    const place = await newPlace(kind, "disk");
    const open = () => createCrm({ packs: [garages.three], database: place.source });
    const crm = await open();
    await crm.install();
    await crm.openTenant({ id: "north", timeZone: "Asia/Shanghai", jurisdiction: "CN", currency: "CNY", packs: ["garage"] });
    const session = crm.as({ id: "boss", tenant: "north", roles: ["garage/boss"] });
    let confirmed = 0;
    let closing: Promise<void> | undefined;
    const ends = await Promise.all(
      Array.from({ length: 8 }, async (_, writer): Promise<string> => {
        for (let round = 0; ; round += 1)
          try {
            await session.create(customer, { kind: "person", displayName: `${writer} ${round}` });
            confirmed += 1;
            if (confirmed === 40) closing = crm.close();
          } catch (error) {
            return (error as { readonly code: string }).code;
          }
      }),
    );
    await closing;
    expect(new Set(ends)).toEqual(new Set(["crm/database-closed"]));
    const again = await open();
    const [found] = await again
      .as({ id: "boss", tenant: "north", roles: ["garage/boss"] })
      .aggregate(customer, { measures: { all: count() } });
    expect(found?.all).toBe(confirmed);
    await again.close();
    await place.drop();
  });
});
