import { type Actor, customer, defineOperation, defineRole, group, interaction, may, party, relationship, task, text } from "@kehu/core";
import { expect, it } from "vitest";
import { exportCustomer } from "../customer/export-customer.js";
import { bed, bedLifecycle, bill, billLifecycle, clinicPack, file, fileLifecycle, finding, proxy, will } from "./clinic.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, days, type House, onBothDatabases, yuan } from "./world.test-pack.js";

const source = "form";
/** Its result tells who somebody is, and names no record. */
const greet = defineOperation("rent/greet", {
  input: { customerId: party("guest") },
  output: group({ says: text(80) }),
  run: async (work, { customerId }) => ({ says: `Good day, ${(await work.get(customer, customerId)).displayName}!` }),
});
const greeter = defineRole("rent/greeter", [may.call(greet), may.read(customer, "all")]);
/** A word that stands nowhere else, and how many there are. */
const canaries = (tenant: string) => {
  const all: string[] = [];
  const canary = (what: string): string => {
    const word = `canary-${tenant}-${all.length}-${what}`;
    all.push(word);
    return word;
  };
  return { all, canary };
};

onBothDatabases(
  "a customer who leaves",
  (world) => {
    const staff = (house: House, actor: Partial<Actor> = {}) => house.as(["clinic/registrar", "rent/boss"], { id: "registrar", ...actor });
    const officer = (house: House) => house.as(["clinic/privacy-officer", "rent/boss"], { id: "officer" });

    /** One person with canaries wherever something can be written down, and another one who has nothing to do with it. */
    const plant = async () => {
      const house = await world().open();
      const { all, canary } = canaries(house.id);
      const desk = staff(house);
      const phone = `138${String(10_000_000 + Number(house.id.replace(/\D/g, ""))).padStart(8, "0")}`;
      const fields = (name: string, number: string) => ({
        kind: "person" as const,
        displayName: name,
        contactPoints: [
          { kind: "phone" as const, value: number, source },
          { kind: "email" as const, value: `${name}@example.com`, source, label: name },
        ],
        identifiers: [{ kind: "passport" as const, value: name, source }],
        birthOn: "1990-01-01",
      });
      const name = canary("name");
      const made = await desk.create(customer, fields(name, phone), { key: "first" });
      const other = await desk.create(customer, fields(`other-${house.id}`, "13900000000"), { key: "other" });
      await desk.update(customer, made.id, { displayName: canary("new-name") });
      const papers = await desk.create(
        file,
        {
          patientId: made.id,
          number: "F1",
          complaint: canary("complaint"),
          allergies: [canary("allergy")],
          bloodGroup: "A",
          address: { street: canary("street"), floor: canary("floor"), city: "Hangzhou" },
          visits: [{ ward: "w", remark: canary("remark") }],
        },
        { key: "papers" },
      );
      const [says] = await desk.createMany(finding, [{ fileId: papers.id, says: canary("finding") }]);
      await desk.update(file, papers.id, { complaint: canary("complaint-2") });
      await desk.apply(fileLifecycle.close, papers.id, { why: canary("why") });
      const gone = await desk.create(finding, { fileId: papers.id, says: canary("taken-back") });
      await desk.retract(finding, gone.id, canary("reason"));
      const lain = await desk.create(bed, { patientId: made.id, ward: "7" });
      await desk.apply(bedLifecycle.leave, lain.id, { why: canary("left") });
      const contact = { channel: "phone", direction: "inbound", happenedAt: days(0), topic: canary("topic") } as const;
      await house.boss.create(interaction, {
        ...contact,
        customerId: made.id,
        body: canary("body"),
        outcome: canary("outcome"),
        promise: canary("promise"),
      });
      await desk.create(task, { subject: canary("subject"), customerId: made.id });
      await desk.adopt(bed, { patientId: made.id, ward: "8" }, { state: "left", asOf: "2026-01-01", source: "beds.csv#1" });
      return { house, all, canary, desk, made, other, papers, says, phone, name };
    };

    it("leaves nothing behind: in tables, journal, keys, kept results and feed; and nobody else notices", async () => {
      const { house, all, desk, made, other, phone, papers } = await plant();
      const words = [...all, phone];
      const find = (rows: readonly string[]) => words.filter((word) => rows.some((row) => row.includes(word)));
      const checked = await world().crm.verifyJournal(house.id);
      const before = await house.dump();
      expect(find(before)).toEqual(words);
      const others = (rows: readonly string[]) => rows.filter((row) => row.includes(`other-${house.id}`) || row.includes("13900000000"));
      const erasure = await officer(house).erase(customer, made.id, "asked for it");
      const after = await house.dump();
      expect(find(after)).toEqual([]);
      expect(others(after).toSorted()).toEqual(others(before).toSorted());
      expect(others(before).length).toBeGreaterThan(4);
      expect(erasure.kept).toEqual([{ record: "clinic/file", id: papers.id, fields: ["bloodGroup"], because: "required" }]);
      expect(erasure.erased).toContainEqual({
        record: "customer",
        id: made.id,
        fields: ["displayName", "contactPoints", "identifiers", "birthOn"],
      });
      expect(erasure.erased.map(({ record }) => record).toSorted()).toEqual(
        ["clinic/file", "clinic/finding", "clinic/finding", "customer", "interaction", "task"].toSorted(),
      );
      expect(await desk.get(customer, made.id)).toMatchObject({ displayName: "erased", contactPoints: [], identifiers: [] });
      expect((await desk.get(file, papers.id)).address).toEqual({ street: "erased", city: "Hangzhou" });
      // the chain holds, and says how much was erased
      const { damage, erased } = await world().crm.verifyJournal(house.id);
      expect([damage, erased]).toEqual([undefined, erasure.journalEntries]);
      expect(checked.damage).toBeUndefined();
      const feed = world().crm.feed({ id: "x", tenant: house.id, roles: ["clinic/registrar", "rent/boss"] });
      const events = (await feed.read({ limit: 5000 })).events;
      expect(find(events.map((event) => JSON.stringify(event)))).toEqual([]);
      expect(events.filter((event) => event.erased)).toHaveLength(erased);
      expect(events.filter((event) => event.definition === "erase" && event.id === made.id)).toMatchObject([
        { input: { reason: "asked for it" } },
      ]);
      // what was kept for calls with a key is gone; another one's is not
      const again = { key: "first" };
      expect(await codeOf(desk.create(customer, { kind: "person", displayName: "x" }, again))).toBe("crm/result-erased");
      expect(await codeOf(desk.create(customer, { kind: "person", displayName: "x" }, { key: "other" }))).toBe("crm/key-reused");
      expect((await desk.find(customer, { where: { id: other.id } })).items).toHaveLength(1);
      // the row that was adopted is known, and what it said cannot be guessed
      expect(await house.rows("select digest from kehu.adoption")).toEqual([{ digest: "" }]);
      const adopting = desk.adopt(bed, { patientId: made.id, ward: "8" }, { state: "left", asOf: "2026-01-01", source: "beds.csv#1" });
      expect(await codeOf(adopting)).toBe("crm/adopted-otherwise");
      // a second time there is nothing left to do
      const second = await officer(house).erase(customer, made.id, "asked again");
      expect([second.erased, second.journalEntries]).toEqual([[], 0]);
    });

    it("leaves no kept result that tells the person's name, and all others, whatever the name is", async () => {
      const house = await world().open();
      const greeting = async (displayName: string, key: string) => {
        const { id } = await house.boss.create(customer, { kind: "person", displayName });
        await house.as("rent/greeter").call(greet, { customerId: id }, { key });
        return id;
      };
      const names = ['Anna "Nan" O\\Neill\n', "says", "王\u2028芳"];
      const ids = await Promise.all(names.map((name, index) => greeting(name, `${index}`)));
      await greeting("somebody else", "other");
      for (const [index, id] of ids.entries()) {
        await officer(house).erase(customer, id, "asked for it");
        const left = await house.rows("select key from kehu.idempotency where result is not null order by key");
        expect(left.map(({ key }) => key)).toEqual(
          [...names.keys()]
            .slice(index + 1)
            .map(String)
            .concat("other"),
        );
      }
    });

    it("keeps what the law wants kept, and says until when; with it who it was", async () => {
      const { house, desk, made } = await plant();
      const open = await desk.create(bill, { payerId: made.id, addressee: "A Name", amount: yuan(5) });
      const paid = await desk.create(bill, { payerId: made.id, addressee: "A Name", amount: yuan(5) });
      await desk.apply(billLifecycle.pay, paid.id);
      const { kept, erased } = await officer(house).erase(customer, made.id, "asked for it");
      const law = { because: "heldByLaw", source: "the law of bills, art. 7" };
      expect(kept).toContainEqual({ record: "clinic/bill", id: open.id, fields: ["addressee"], ...law });
      expect(kept).toContainEqual({ record: "clinic/bill", id: paid.id, fields: ["addressee"], until: "2036-03-02", ...law });
      expect(kept).toContainEqual({
        record: "customer",
        id: made.id,
        fields: ["displayName", "identifiers", "birthOn"],
        because: "heldByLaw",
      });
      expect(erased).toContainEqual({ record: "customer", id: made.id, fields: ["contactPoints"] });
      expect((await desk.get(bill, open.id)).addressee).toBe("A Name");
      await desk.apply(billLifecycle.pay, open.id);
      world().now = "2036-03-03T12:00:00.000Z";
      const late = await officer(house).erase(customer, made.id, "ten years later");
      expect(late.kept.filter(({ because }) => because === "heldByLaw")).toEqual([]);
      expect((await desk.get(bill, open.id)).addressee).toBe("erased");
      expect((await desk.get(customer, made.id)).displayName).toBe("erased");
    });

    it("keeps what is also about others, and what a rule does not let go", async () => {
      const { house, desk, made, other } = await plant();
      const given = await desk.create(proxy, { giverId: made.id, holderId: other.id, scope: "all of it" });
      const kin = await house.boss.create(relationship, {
        customerId: made.id,
        relatedId: other.id,
        kind: "household",
        startsOn: "2020-01-01",
        note: "kin",
      });
      const [one, two] = await desk.createMany(will, [
        { testatorId: made.id, words: "to the cat" },
        { testatorId: made.id, words: "to the dog" },
      ]);
      const { kept } = await officer(house).erase(customer, made.id, "asked for it");
      expect(kept).toContainEqual({ record: "clinic/proxy", id: given.id, fields: ["scope"], because: "shared" });
      expect(kept).toContainEqual({ record: "relationship", id: kin.id, fields: ["note"], because: "shared" });
      for (const each of [one, two])
        expect(kept).toContainEqual({
          record: "clinic/will",
          id: each?.id,
          fields: ["words"],
          because: "refused",
          refusal: expect.objectContaining({ code: "clinic/will-stands" }),
        });
      expect((await desk.get(proxy, given.id)).scope).toBe("all of it");
    });

    it("is erased by whom it was granted, once, with a reason, and is no other record", async () => {
      const { house, desk, made, papers } = await plant();
      const before = await house.hash();
      expect(await codeOf(desk.erase(customer, made.id, "x"))).toBe("crm/not-granted");
      expect(await codeOf(house.as("clinic/porter", { id: "porter" }).erase(customer, made.id, "x"))).toBe("crm/not-granted");
      expect(await codeOf(officer(house).erase(customer, "customer_00000000000000000000000000" as never, "x"))).toBe("crm/not-found");
      expect(await codeOf(officer(house).erase(file as never, papers.id as never, "x"))).toBe("crm/not-granted");
      for (const reason of ["", " ", undefined, "x".repeat(501), 1])
        expect(await codeOf(officer(house).erase(customer, made.id, reason as never))).toBe("crm/invalid-input");
      expect(await codeOf(officer(house).erase(customer, made.id, "x", { version: 99 }))).toBe("crm/stale-version");
      expect(await house.hash()).toBe(before);
      const first = await officer(house).erase(customer, made.id, "x", { key: "k" });
      expect(await officer(house).erase(customer, made.id, "x", { key: "k" })).toEqual(first);
    });

    it("takes everything along in words, and as far as the asker may see", async () => {
      const { house, all, made, papers, says } = await plant();
      const whole = await officer(house).call(exportCustomer, { customerId: made.id, locale: "zh-CN" });
      const told = JSON.stringify(whole);
      // what was taken back is erased and not exported; what transitions were given is no property of a record
      const untold = all.filter((word) => !told.includes(word));
      expect(untold.map((word) => word.split("-").slice(3).join("-"))).toEqual(["why", "taken-back", "reason", "left"]);
      expect(told).not.toContain(`other-${house.id}`);
      expect(whole).toMatchObject({ customerId: made.id, asOf: days(0), locale: "zh-CN", withheld: [] });
      const exported = whole.records.find(({ id }) => id === papers.id);
      expect(exported).toMatchObject({
        label: "病历",
        roles: ["patient"],
        state: { label: "Closed", value: "closed" },
        fields: { complaint: { label: "主诉" }, bloodGroup: { label: "血型", value: "A 型" } },
      });
      expect(exported?.history?.map(({ definition }) => definition)).toEqual(["create", "update", "clinic/file#close"]);
      expect(whole.records.find(({ id }) => id === says?.id)?.roles).toEqual([]);
      const porter = house.as("clinic/porter", { id: "porter" });
      const part = await porter.call(exportCustomer, { customerId: made.id });
      expect(part.records.map(({ record }) => record)).toEqual(["customer", "clinic/file"]);
      expect(part.records[1]?.fields).not.toHaveProperty("complaint");
      expect(part.records[1]).not.toHaveProperty("history");
      expect(part.withheld).toContain("clinic/finding");
      expect(await codeOf(house.as([]).call(exportCustomer, { customerId: made.id }))).toBe("crm/not-granted");
      const stranger = (await world().open()).as("clinic/privacy-officer");
      expect(await codeOf(stranger.call(exportCustomer, { customerId: made.id }))).toBe("crm/not-found");
    });
  },
  [rentPack({ greet, greeter }), clinicPack],
);
