import { type Channel, channels, customer, type Identification, identifications, identifiesOn, interaction } from "@kehu/core";
import { appointment, serviceCase } from "@kehu/service";
import { describe, expect, it } from "vitest";
import { MemoryWork } from "../../test/memory-work.js";
import { aCustomer, aPolicy, aProduct, yuan } from "../../test/moments.js";
import { reportClaim } from "../claim/report-claim.js";
import { policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { requestServicing } from "../servicing/request-servicing.js";
import { complain, consult } from "./consult.js";
import { enquire } from "./enquire.js";
import { makeAppointment } from "./make-appointment.js";

const beneficiaries = [{ customerId: "customer_child", rank: 1, shareBasisPoints: 10_000 }];
function book(actor?: MemoryWork["actor"]): MemoryWork {
  const memory = new MemoryWork("2026-02-10", actor);
  memory.add(product, aProduct());
  memory.add(policy, aPolicy({ beneficiaries, payorId: "customer_payor" }));
  for (const id of ["customer_holder", "customer_insured"]) memory.add(customer, aCustomer(id, "person"));
  return memory;
}

interface Asked {
  readonly channel: Channel;
  readonly identifiedBy?: Identification | undefined;
}
const about = { policyNumber: "P1", subject: "A question of mine" };
const services = {
  policyQuery: (memory: MemoryWork, asked: Asked) =>
    enquire.run(memory.work, { policyNumber: "P1", customerId: "customer_holder", question: "Am I covered?", ...asked } as never),
  servicing: (memory: MemoryWork, asked: Asked) =>
    requestServicing.run(memory.work, {
      policyNumber: "P1",
      requesterId: "customer_holder",
      change: { type: "address", mailingAddress: "Nanjing Road 1" },
      ...asked,
    } as never),
  servicingOfValue: (memory: MemoryWork, asked: Asked) =>
    requestServicing.run(memory.work, {
      policyNumber: "P1",
      requesterId: "customer_holder",
      change: { type: "surrender", noticeOn: "2026-02-09", cashValue: yuan(800) },
      ...asked,
    } as never),
  claimReport: (memory: MemoryWork, asked: Asked) =>
    reportClaim.run(memory.work, {
      policyNumber: "P1",
      lossOn: "2026-02-01",
      reporterId: "customer_holder",
      ...asked,
    } as never),
  consultation: (memory: MemoryWork, asked: Asked) =>
    consult.run(memory.work, { ...about, customerId: "customer_holder", ...asked } as never),
  appointment: (memory: MemoryWork, asked: Asked) =>
    makeAppointment.run(memory.work, {
      ...about,
      customerId: "customer_holder",
      startsAt: "2026-02-12T01:00:00.000Z",
      endsAt: "2026-02-12T02:00:00.000Z",
      ...asked,
    } as never),
  complaint: (memory: MemoryWork, asked: Asked) =>
    complain.run(memory.work, { ...about, severity: "major", customerId: "customer_holder", ...asked } as never),
};
type Service = keyof typeof services;

// o: anybody, i: who was identified, n: nobody; in the order of the channels
// phone, email, web, chat, sms, instantMessaging, fax, storeVisit, fieldVisit, social, mail, note
const expected: Readonly<Record<Service, string>> = {
  policyQuery: "iniininiinnn",
  servicing: "iniininiinin",
  servicingOfValue: "nninnnniinin",
  claimReport: "ooooooooooon",
  consultation: "ooooooooooon",
  appointment: "oooooonoonnn",
  complaint: "ooooooooooon",
};

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    ({ code }: { readonly code: string }) => code,
  );
const wayOn = (channel: Channel): Identification | undefined => identifications.find((way) => identifiesOn(way, channel));
const cells = Object.entries(expected).flatMap(([name, row]) =>
  channels.map((channel, index) => [name as Service, channel, row[index] as string] as const),
);

describe("the six services on each channel", () => {
  it.each(cells)("do %s by %s as the table says: %s", async (name, channel, cell) => {
    const refused = { o: "done", i: "service/identify-first", n: "service/not-on-this-channel" }[cell];
    expect(await outcomeOf(services[name](book(), { channel }))).toBe(refused);
    const identifiedBy = wayOn(channel);
    if (identifiedBy === undefined) return;
    const memory = book();
    expect(await outcomeOf(services[name](memory, { channel, identifiedBy }))).toBe(cell === "n" ? refused : "done");
    if (cell !== "n") expect(memory.all(interaction, { customerId: "customer_holder" })).toMatchObject([{ channel, identifiedBy }]);
  });

  it.each(Object.keys(services) as Service[])("leave %s on the timelines of policyholder, insured and who pays", async (name) => {
    const memory = book();
    await services[name](memory, { channel: "storeVisit", identifiedBy: "faceToFace" });
    const contacts = memory.all(interaction);
    expect(contacts.map(({ customerId, direction }) => [customerId, direction])).toEqual([
      ["customer_holder", "inbound"],
      ["customer_insured", "internal"],
      ["customer_payor", "internal"],
    ]);
    expect(new Set(contacts.map(({ aboutId, line }) => `${aboutId} ${line}`)).size).toBe(1);
    // how one party was known says nothing of the others
    expect(contacts.slice(1).every(({ identifiedBy, service }) => identifiedBy === undefined && service === undefined)).toBe(true);
  });

  it("leave it with the beneficiaries where it concerns them: their change, and a death", async () => {
    const whose = (memory: MemoryWork) => memory.all(interaction).map(({ customerId }) => customerId);
    const changed = book();
    const next = [{ customerId: "customer_spouse", rank: 1, shareBasisPoints: 10_000 }];
    await requestServicing.run(changed.work, {
      policyNumber: "P1",
      requesterId: "customer_holder",
      channel: "storeVisit",
      identifiedBy: "faceToFace",
      change: { type: "beneficiaries", beneficiaries: next },
    } as never);
    expect(whose(changed)).toEqual(["customer_holder", "customer_insured", "customer_payor", "customer_child", "customer_spouse"]);
    const died = book();
    const death = { policyNumber: "P1", lossOn: "2026-02-01", kind: "death", cause: "?", reporterId: "customer_holder", channel: "phone" };
    await reportClaim.run(died.work, death as never);
    expect(whose(died)).toContain("customer_child");
  });

  it("name the end of a grace only where a premium keeps a cover, and the first premium of a proposal with its day", async () => {
    const asked = async (changes: object) => {
      const memory = book();
      memory.rows.set("policy_1", { ...memory.row("policy_1"), ...changes } as never);
      const { nextDueOn, graceEndsOn } = await services.policyQuery(memory, { channel: "phone", identifiedBy: "oneTimeCode" });
      return [nextDueOn, graceEndsOn];
    };
    expect(await asked({ state: "inForce" })).toEqual(["2026-03-01", "2026-04-30"]);
    for (const state of ["proposed", "submitted", "approved", "issued"])
      expect(await asked({ state, paidToOn: undefined })).toEqual(["2024-03-01", undefined]);
    expect(await asked({ state: "lapsed" })).toEqual([undefined, undefined]);
  });

  it("tell the others that a policy was asked about, and not what was asked", async () => {
    const memory = book();
    await services.policyQuery(memory, { channel: "phone", identifiedBy: "oneTimeCode" });
    expect(memory.all(interaction).map(({ topic }) => topic)).toEqual(["Am I covered?", "P1", "P1"]);
  });

  it("know customers who serve themselves by their signing in, whatever they enter", async () => {
    const portal = book({ id: "portal", tenant: "t1", roles: ["insurance/policyholder"], customerId: "customer_holder" });
    await services.policyQuery(portal, { channel: "web", identifiedBy: "documentNumber" });
    expect(portal.all(interaction)[0]).toMatchObject({ identifiedBy: "signIn", service: "insurance/policy-query" });
    expect(await outcomeOf(services.policyQuery(book(), { channel: "phone", identifiedBy: "faceToFace" }))).toBe(
      "service/not-identified-so",
    );
  });

  it("keep cases and appointments about the policy, and need none", async () => {
    const memory = book();
    await services.complaint(memory, { channel: "phone" });
    await services.consultation(memory, { channel: "phone" });
    await services.appointment(memory, { channel: "phone" });
    expect(memory.all(serviceCase)).toMatchObject([
      { kind: "complaint", aboutId: "policy_1", line: "insurance" },
      { kind: "question", aboutId: "policy_1", line: "insurance" },
    ]);
    expect(memory.all(appointment)).toMatchObject([{ aboutId: "policy_1" }]);
    await consult.run(memory.work, { subject: "Rates?", customerId: "customer_holder", channel: "web" } as never);
    expect(memory.all(serviceCase).at(-1)).not.toHaveProperty("aboutId");
  });
});
