import { type Channel, channels, customer, type Identification, identifications, identifiesOn, interaction } from "@kehu/core";
import { type TestCrm, type TestSession, testCrm } from "@kehu/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookAppointment } from "../appointment/book-appointment.js";
import { openCase } from "../case/open-case.js";
import { service } from "../service.js";
import { accessTable, served, whyNotServed } from "./why-not-served.js";

/** A way in which somebody can be identified on a channel. */
const wayOn = (channel: Channel): Identification | undefined => identifications.find((way) => identifiesOn(way, channel));

describe("whyNotServed", () => {
  const table = { query: served({ open: ["web"], identified: ["phone", "storeVisit"] }) };
  const codeOf = (channel: Channel, identifiedBy?: Identification) =>
    whyNotServed(table, { service: "trade/query", channel, identifiedBy })?.code;

  it("serves anybody, who was identified, or nobody", () => {
    expect([codeOf("web"), codeOf("web", "signIn")]).toEqual([undefined, undefined]);
    expect([codeOf("phone"), codeOf("phone", "oneTimeCode")]).toEqual(["service/identify-first", undefined]);
    expect([codeOf("mail"), codeOf("mail", "signedLetter")]).toEqual(["service/not-on-this-channel", "service/not-on-this-channel"]);
  });

  it("says where else it is done, and believes no way that the channel does not have", () => {
    expect(whyNotServed(table, { service: "trade/query", channel: "mail" })?.message).toContain("phone, web, storeVisit");
    expect(codeOf("phone", "faceToFace")).toBe("service/not-identified-so");
    expect(whyNotServed(table, { service: "trade/other", channel: "note" })).toBeUndefined();
  });

  it("takes only tables that name every service and channel", () => {
    const schema = accessTable(["query"]);
    expect(schema.safeParse(table).success).toBe(true);
    expect(schema.safeParse({ query: { phone: "open" } }).success).toBe(false);
    expect(schema.safeParse({}).success).toBe(false);
  });
});

// o: anybody, i: who was identified, n: nobody; in the order of the channels
// phone, email, web, chat, sms, instantMessaging, fax, storeVisit, fieldVisit, social, mail, note
const expected = {
  question: "ooooooooooon",
  request: "ooooooooooon",
  complaint: "ooooooooooon",
  appointment: "oooooonoonnn",
};

describe("the services of the pack on each channel", () => {
  let world: TestCrm;
  let desk: TestSession;
  let customerId: string;
  beforeAll(async () => {
    world = await testCrm({ packs: [service], now: "2026-03-02T01:00:00.000Z" });
    desk = await world.as("service/agent");
    customerId = (await desk.create(customer, { kind: "person", displayName: "林静" })).id;
  });
  afterAll(() => world.close());

  const ask = (name: keyof typeof expected, channel: Channel, identifiedBy: Identification | undefined) => {
    const who = { customerId, channel, ...(identifiedBy && { identifiedBy }) };
    return name === "appointment"
      ? desk.call(bookAppointment, {
          ...who,
          subject: "Advice",
          startsAt: "2026-03-03T01:00:00.000Z",
          endsAt: "2026-03-03T02:00:00.000Z",
        })
      : desk.call(openCase, { ...who, kind: name, subject: "Why?" });
  };
  const outcomeOf = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      ({ code }: { readonly code: string }) => code,
    );
  const cells = Object.entries(expected).flatMap(([name, row]) =>
    channels.map((channel, index) => [name as keyof typeof expected, channel, row[index] as string] as const),
  );

  it.each(cells)("does %s by %s as the table says: %s", async (name, channel, cell) => {
    const refused = { o: "done", i: "service/identify-first", n: "service/not-on-this-channel" }[cell];
    expect(await outcomeOf(ask(name, channel, undefined))).toBe(refused);
    const way = wayOn(channel);
    if (way !== undefined) expect(await outcomeOf(ask(name, channel, way))).toBe(cell === "n" ? refused : "done");
  });

  it("keeps how the customer was known, and the contact with all whom it concerns", async () => {
    const [other, reporter] = [
      (await desk.create(customer, { kind: "person", displayName: "甲" })).id,
      (await desk.create(customer, { kind: "person", displayName: "乙" })).id,
    ];
    const about = { kind: "complaint", subject: "Nobody called", customerId, reporterId: reporter, channel: "phone" } as const;
    const { caseId, interactionId } = await desk.call(openCase, {
      ...about,
      alsoFor: [other, customerId, other],
      identifiedBy: "securityQuestions",
    });
    const { items } = await desk.find(interaction, { where: { aboutId: caseId }, sort: "id" });
    expect(items.map(({ customerId: whose, direction }) => [whose, direction]).toSorted()).toEqual(
      [
        [customerId, "inbound"],
        [reporter, "inbound"],
        [other, "internal"],
      ].toSorted(),
    );
    expect(items.find(({ id }) => id === interactionId)).toMatchObject({ service: "service/complaint", identifiedBy: "securityQuestions" });
    await expect(desk.call(openCase, { ...about, identifiedBy: "faceToFace" })).rejects.toMatchObject({
      code: "service/not-identified-so",
    });
  });

  it("follows the table of the house", async () => {
    const house = { from: "2026-01-01", source: "A rule of this house", verified: true };
    const row = served({ identified: ["phone"] });
    const own = await testCrm({
      packs: [service],
      parameters: { "service/access": [{ ...house, value: { question: row, request: row, complaint: row, appointment: row } }] },
    });
    try {
      const session = await own.as("service/agent");
      const { id } = await session.create(customer, { kind: "person", displayName: "林静" });
      const complaint = { kind: "complaint", subject: "?", customerId: id, channel: "phone" } as const;
      await expect(session.call(openCase, complaint)).rejects.toMatchObject({ code: "service/identify-first" });
      await expect(session.call(openCase, { ...complaint, identifiedBy: "oneTimeCode" })).resolves.toMatchObject({});
    } finally {
      await own.close();
    }
  });
});
