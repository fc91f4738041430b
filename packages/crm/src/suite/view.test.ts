import { consent, customer, defineRecord, defineRole, interaction, may, type Pack, party, relationship, task, text } from "@kehu/core";
import { expect, it } from "vitest";
import { lookUpCustomer } from "../customer/look-up-customer.js";
import { viewCustomer } from "../customer/view-customer.js";
import { damage, lease, leaseLifecycle } from "./rent.test-pack.js";
import { rentPack } from "./rent-roles.test-pack.js";
import { codeOf, days, onBothDatabases, type World, yuan } from "./world.test-pack.js";

/** So many packs with a record of a customer each. */
const more = (count: number): readonly Pack[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `extra-${"abcdefghij"[index]}`;
    const policy = defineRecord(`${name}/policy`, {
      fields: { number: text(20), holderId: party("holder") },
      states: ["running", "over"],
      unique: [{ by: ["number"] }],
    });
    const reader = defineRole(`${name}/reader`, [may.read(policy, "all"), may.create(policy)]);
    return { name, version: "0.1.0", requires: [], definitions: { policy, reader }, locales: {} };
  });
const hiding = defineRole("rent/hiding", [
  may.read(customer, "all", { hide: ["contactPoints", "identifiers"] }),
  may.read(lease, "all", { hide: ["number"] }),
]);
const ownWhole = defineRole("rent/own-whole", [may.read(customer, "all"), may.read(lease, "own"), may.read(interaction, "own")]);
const othersInPart = defineRole("rent/others-in-part", [
  may.read(lease, "all", { hide: ["number"] }),
  may.read(interaction, "all", { hide: ["topic"] }),
]);
const timeless = defineRole("rent/timeless", [
  may.read(customer, "all"),
  may.read(interaction, "all", { hide: ["happenedAt"] }),
  may.read(consent, "all", { hide: ["channel"] }),
]);
const packs = [rentPack({ hiding, ownWhole, othersInPart, timeless }), ...more(8)];

const extra = packs.slice(1).map(({ name }) => `${name}/policy`);

const counted = async <T>(world: World, work: () => Promise<T>): Promise<{ readonly result: T; readonly statements: number }> => {
  world.sent = [];
  const result = await work();
  const statements = world.sent.length;
  world.sent = undefined;
  return { result, statements };
};

onBothDatabases(
  "customers",
  (world) => {
    const start = async (settings: { readonly packs?: readonly string[] } = {}) => {
      const house = await world().open(settings);
      const { boss } = house;
      const stage = await house.stage();
      const person = await boss.create(customer, {
        kind: "person",
        displayName: "王芳",
        contactPoints: [
          { kind: "phone", value: "138 0013 8000", source: "form" },
          { kind: "email", value: "Fang.Wang@Example.com", source: "form" },
          { kind: "instantMessaging", value: "wxid_fang", source: "form" },
        ],
        identifiers: [{ kind: "residentId", value: "11010519491231002X", source: "form" }],
      });
      const made = await stage.lease({ customerId: person.id, number: "POL-77", guarantors: [{ customerId: stage.buyer.id, share: 100 }] });
      return { house, boss, stage, person, made };
    };

    it("shows the whole customer in one call", async () => {
      const { boss, stage, person, made } = await start();
      await boss.create(relationship, { customerId: person.id, relatedId: stage.buyer.id, kind: "employer", startsOn: "2020-01-01" });
      const line = { customerId: person.id, purpose: "news", channel: "email", textVersion: "1", evidence: "form" } as const;
      await boss.create(consent, { ...line, decision: "given", decidedAt: days(-2) });
      await boss.create(consent, { ...line, decision: "withdrawn", decidedAt: days(-1) });
      const contact = { customerId: person.id, channel: "phone", direction: "inbound", topic: "call me", line: "rent" } as const;
      await boss.create(interaction, { ...contact, happenedAt: days(-1) });
      const promised = { ...contact, happenedAt: days(0), promise: "call back", promisedUntil: days(2) };
      await boss.create(interaction, promised, { state: "promised" });
      const chore = await boss.create(task, { subject: "look", customerId: person.id, dueOn: "2026-03-05" });
      const view = await boss.call(viewCustomer, { customerId: person.id });
      expect(view).toMatchObject({
        customer: { id: person.id, displayName: "王芳" },
        relationships: [{ kind: "employer", direction: "is", customerId: stage.buyer.id, displayName: stage.buyer.displayName }],
        consents: [{ decision: "withdrawn" }],
        engagements: [{ line: "rent", state: "active" }],
        interactions: [{ promise: "call back" }, { topic: "call me" }],
        promises: [{ promisedUntil: days(2) }],
        value: [{ line: "rent", currency: "CNY", revenueMinor: 500, costMinor: 0, assetsMinor: 0 }],
        withheld: extra,
        more: [],
      });
      expect(view.records.map(({ id, label, roles }) => [id, label, roles])).toEqual(
        expect.arrayContaining([
          [made.id, "POL-77", ["lessee"]],
          [chore.id, undefined, ["customer"]],
        ]),
      );
      expect(view.deadlines.map(({ deadline, status }) => `${deadline} ${status}`)).toEqual(["promise-due running", "task-due running"]);
      const guarantor = await boss.call(viewCustomer, { customerId: stage.buyer.id });
      expect(guarantor.records).toMatchObject([{ id: made.id, roles: ["guarantor"] }]);
      expect(guarantor.relationships).toMatchObject([{ direction: "has", customerId: person.id }]);
      await boss.apply(leaseLifecycle.cancel, made.id, { reason: "x" });
      const after = await boss.call(viewCustomer, { customerId: person.id });
      expect(after.records.map(({ id }) => id)).toEqual([chore.id]);
      expect(after.value).toEqual([{ line: "rent", currency: "CNY", revenueMinor: 0, costMinor: 0, assetsMinor: 0 }]);
    });

    it("takes as many statements with nine packs as with one", async () => {
      const one = await start({ packs: ["rent"] });
      const nine = await start();
      const few = await counted(world(), () => one.boss.call(viewCustomer, { customerId: one.person.id }));
      const roles = ["rent/boss", ...packs.slice(1).map(({ name }) => `${name}/reader`)];
      const all = nine.house.as(roles);
      for (const { definitions } of packs.slice(1))
        await all.create(definitions["policy"] as never, { number: "N", holderId: nine.person.id } as never);
      const many = await counted(world(), () => all.call(viewCustomer, { customerId: nine.person.id }));
      expect(many.statements).toBe(few.statements);
      expect(many.result.records).toHaveLength(9);
      expect(few.result.records).toHaveLength(1);
      const found = await all.call(lookUpCustomer, { text: "N" });
      expect(found).toMatchObject([{ customerId: nine.person.id, by: "number" }]);
    });

    it("shows only what the actor may see, and names what is withheld", async () => {
      const { house, person, made, stage } = await start();
      const view = await house.as("rent/agent", { id: "rent/boss" }).call(viewCustomer, { customerId: person.id });
      expect(view).toMatchObject({
        customer: { id: person.id },
        withheld: ["relationship", "consent", "interaction", "engagement", "score", "task", "goal", "rent/hold", ...extra, "value"],
        more: [],
      });
      expect(view.records).toMatchObject([{ id: made.id }]);
      expect(await codeOf(house.as("rent/agent", { id: "zhao" }).call(viewCustomer, { customerId: person.id }))).toBe("crm/not-found");
      expect(await codeOf(house.as("rent/nobody").call(viewCustomer, { customerId: person.id }))).toBe("crm/not-found");
      const herself = house.as("rent/lessee", { customerId: person.id });
      expect((await herself.call(viewCustomer, { customerId: person.id })).records).toHaveLength(1);
      expect(await codeOf(herself.call(viewCustomer, { customerId: stage.buyer.id }))).toBe("crm/not-found");
      expect(await codeOf(house.boss.call(viewCustomer, { customerId: made.id as never }))).toBe("crm/invalid-input");
    });

    it("gives no part in an order that the actor may not see, nor consents without their channels", async () => {
      const { house, boss, person } = await start({ packs: ["rent"] });
      const how = { customerId: person.id, purpose: "marketing", textVersion: "1", evidence: "a form" } as const;
      await boss.create(consent, { ...how, channel: "phone", decision: "withdrawn", decidedAt: days(-2) });
      await boss.create(consent, { ...how, channel: "email", decision: "given", decidedAt: days(-1) });
      const view = await house.as("rent/timeless").call(viewCustomer, { customerId: person.id });
      expect([view.customer.id, view.interactions, view.consents]).toEqual([person.id, [], []]);
      expect(view.withheld).toEqual(expect.arrayContaining(["interaction", "consent"]));
    });

    it("names the parts of which it gives no more than a first page", async () => {
      const { boss, person } = await start({ packs: ["rent"] });
      const contact = { customerId: person.id, channel: "phone", direction: "inbound", topic: "again" } as const;
      const contacts = (count: number) => Array.from({ length: count }, (_, hour) => ({ ...contact, happenedAt: days(-1 - hour) }));
      await boss.createMany(interaction, contacts(20));
      const whole = await boss.call(viewCustomer, { customerId: person.id });
      expect([whole.interactions.length, whole.withheld, whole.more]).toEqual([20, [], []]);
      await boss.createMany(interaction, contacts(1));
      await boss.createMany(
        task,
        Array.from({ length: 201 }, () => ({ subject: "look", customerId: person.id, dueOn: "2026-03-05" })),
      );
      const part = await boss.call(viewCustomer, { customerId: person.id });
      expect([part.interactions.length, part.records.length, part.deadlines.length]).toEqual([20, 200, 200]);
      expect(part.more).toEqual(["records", "interactions", "deadlines"]);
    });

    it("is found by a phone number written in any way, an address, a document or a number of a record", async () => {
      const { house, boss, person, made } = await start();
      const find = async (what: string) => (await boss.call(lookUpCustomer, { text: what })).map(({ customerId, by }) => [customerId, by]);
      for (const phone of [
        "13800138000",
        "+86 138-0013-8000",
        "0086 13800138000",
        "138.0013.8000",
        "（+86）138 0013 8000",
        "１３８００１３８０００",
      ])
        expect([phone, await find(phone)]).toEqual([phone, [[person.id, "phone"]]]);
      expect(await find(" fang.wang@EXAMPLE.com ")).toEqual([[person.id, "email"]]);
      expect(await find("wxid_fang")).toEqual([[person.id, "instantMessaging"]]);
      expect(await find("11010519491231002x")).toEqual([[person.id, "document"]]);
      expect((await find("POL-77")).sort()).toEqual(
        [
          [person.id, "number"],
          [made.guarantors[0]?.customerId, "number"],
        ].sort(),
      );
      expect(await find("POL-7")).toEqual([]);
      await boss.update(customer, person.id, { contactPoints: [{ kind: "phone", value: "13900139000", source: "call" }] });
      expect(await find("13800138000")).toEqual([]);
      expect(await find("13900139000")).toEqual([[person.id, "phone"]]);
      await boss.retract(lease, made.id, "mistake");
      expect(await find("POL-77")).toEqual([]);
      await boss.retract(customer, person.id, "mistake");
      expect(await find("13900139000")).toEqual([]);
      expect((await house.rows("select * from kehu.customer_key")).length).toBe(0);
    });

    it("is not found by what the actor may not read", async () => {
      const { house, person } = await start();
      const by = (role: string, actor: object, what: string) => house.as(role, actor).call(lookUpCustomer, { text: what });
      const found = await by("rent/agent", { id: "rent/boss" }, "POL-77");
      expect(found.map(({ customerId }) => customerId)).toContain(person.id);
      expect(await by("rent/agent", { id: "zhao" }, "POL-77")).toEqual([]);
      expect(await by("rent/agent", { id: "zhao" }, "13800138000")).toEqual([]);
      expect(await by("rent/nobody", {}, "13800138000")).toEqual([]);
      for (const what of ["13800138000", "11010519491231002X", "POL-77", "wxid_fang"])
        expect([what, await by("rent/hiding", {}, what)]).toEqual([what, []]);
      const other = await world().open();
      expect(await other.boss.call(lookUpCustomer, { text: "13800138000" })).toEqual([]);
    });

    it("describes a record in words, without what is hidden", async () => {
      const { house, boss } = await start();
      const told = await boss.describe(lease, { locale: "zh-CN" });
      expect(told).toMatchObject({ record: "rent/lease", label: "租约", locale: "zh-CN" });
      expect(told.fields.find(({ name }) => name === "paidToOn")).toMatchObject({ label: "Paid to on", managed: true });
      expect(told.fields.find(({ name }) => name === "deposit")).toMatchObject({ label: "押金", required: false });
      expect(told.states.slice(0, 2)).toEqual([
        { value: "draft", label: "草稿" },
        { value: "active", label: "有效" },
      ]);
      const pay = told.transitions.find(({ name }) => name === "rent/lease#pay");
      expect(pay).toMatchObject({ label: "付款", from: ["active", "late"] });
      expect(pay?.input.map(({ label }) => label)).toEqual(["付至", "金额", "By"]);
      expect((await boss.describe(lease)).fields[0]).toMatchObject({ name: "number", label: "Number" });
      const points = (await boss.describe(customer, { locale: "zh-CN" })).fields.find(({ name }) => name === "contactPoints");
      expect(points).toMatchObject({ label: "联系方式" });
      expect(points?.fields?.slice(0, 2)).toMatchObject([
        { name: "kind", label: "方式", options: expect.arrayContaining([{ value: "phone", label: "电话" }]) },
        { name: "value", label: "内容" },
      ]);
      const documents = (await boss.describe(customer)).fields.find(({ name }) => name === "identifiers");
      expect(documents?.fields?.[0]?.options?.[0]).toEqual({ value: "residentId", label: "Resident identity card" });
      const agent = await house.as("rent/agent").describe(lease);
      expect(agent.fields.map(({ name }) => name)).not.toContain("deposit");
      expect(agent.transitions.map(({ name }) => name)).toEqual(["rent/lease#activate", "rent/lease#pay"]);
      expect(await codeOf(() => house.as("rent/nobody").describe(lease))).toBe("crm/not-granted");
      expect(await codeOf(() => house.as("rent/nobody").describe(undefined as never))).toBe("crm/wrong-definition");
    });

    it("shows the consent that holds: the withdrawal of two at once, and what was said of any channel", async () => {
      const { boss, person } = await start();
      const line = { customerId: person.id, textVersion: "1", evidence: "form" } as const;
      for (let round = 0; round < 5; round += 1) {
        const purpose = `offers ${round}`;
        const at = days(-1);
        await boss.createMany(consent, [
          { ...line, purpose, channel: "sms", decision: "given", decidedAt: at },
          { ...line, purpose, channel: "sms", decision: "withdrawn", decidedAt: at },
          { ...line, purpose, channel: "email", decision: "given", decidedAt: days(-2) },
          { ...line, purpose, channel: "any", decision: "withdrawn", decidedAt: at },
        ]);
      }
      const { consents } = await boss.call(viewCustomer, { customerId: person.id });
      expect(consents).toHaveLength(15);
      expect(new Set(consents.map(({ decision }) => decision))).toEqual(new Set(["withdrawn"]));
    });

    it("describes nothing of a pack that is switched off", async () => {
      const { house, boss } = await start();
      await house.openAgain({ packs: [] });
      expect(await codeOf(boss.describe(lease))).toBe("crm/pack-off");
      expect((await boss.describe(customer)).record).toBe("customer");
    });

    it("shows of each record what any of several roles shows of it", async () => {
      const { house, boss, made, person } = await start();
      await boss.assign(lease, made.id, { ownerId: "zhao" });
      const roles = ["rent/own-whole", "rent/others-in-part"];
      const mine = house.as(roles, { id: "zhao" });
      const others = house.as(roles, { id: "li" });
      const label = async (session: typeof mine) =>
        (await session.call(viewCustomer, { customerId: person.id })).records.find(({ id }) => id === made.id)?.label;
      expect(await label(mine)).toBe(made.number);
      expect(await label(others)).toBeUndefined();
      const shownOf = async (session: typeof mine) => (await session.call(viewCustomer, { customerId: person.id })).interactions;
      const noted = await boss.create(interaction, {
        customerId: person.id,
        channel: "phone",
        direction: "inbound",
        happenedAt: days(0),
        topic: "secret topic",
      });
      await boss.assign(interaction, noted.id, { ownerId: "zhao" });
      const of = (rows: readonly { readonly id?: string; readonly topic?: string }[]) => rows.find(({ id }) => id === noted.id);
      expect(of(await shownOf(mine))).toMatchObject({ id: noted.id, topic: "secret topic" });
      const seen = of(await shownOf(others));
      expect(seen).toMatchObject({ id: noted.id, channel: "phone" });
      expect(seen).not.toHaveProperty("topic");
    });

    it("says what may be done now, and why not", async () => {
      const { house, boss, made } = await start();
      await boss.create(damage, { leaseId: made.id, what: "x", amount: yuan(1) });
      const can = Object.fromEntries(
        (await boss.can(lease, made.id)).map(({ transition, possible, refusal }) => [transition, possible || refusal?.code]),
      );
      expect(can).toEqual({
        "rent/lease#activate": "core/not-from-here",
        "rent/lease#pay": true,
        "rent/lease#becomeLate": true,
        "rent/lease#freeze": true,
        "rent/lease#unfreeze": "core/not-from-here",
        "rent/lease#cancel": "rent/open-damage",
        "rent/lease#clearNote": true,
      });
      const agent = house.as("rent/agent", { id: "rent/boss" });
      expect((await agent.can(lease, made.id)).map(({ transition }) => transition)).toEqual(["rent/lease#activate", "rent/lease#pay"]);
      expect(await codeOf(house.as("rent/agent", { id: "zhao" }).can(lease, made.id))).toBe("crm/not-found");
      expect(await codeOf(house.as("rent/nobody").can(lease, made.id))).toBe("crm/not-granted");
      world().now = days(30);
      const late = (await boss.can(lease, made.id)).find(({ transition }) => transition === "rent/lease#becomeLate");
      expect(late).toMatchObject({ possible: false, refusal: { code: "core/not-from-here" } });
    });
  },
  packs,
);
