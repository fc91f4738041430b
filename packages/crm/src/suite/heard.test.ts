import {
  act,
  defineLifecycle,
  defineOperation,
  defineRecord,
  defineRefusal,
  defineRole,
  defineRule,
  may,
  money,
  one,
  type Pack,
  ref,
  refused,
  text,
} from "@kehu/core";
import { phrase } from "@kehu/core/engine";
import { expect, it } from "vitest";
import * as z from "zod";
import { onBothDatabases, yuan } from "./world.test-pack.js";

const bid = defineRecord("auction/bid", {
  fields: { bidder: text(40), ceiling: money(), secret: text(40), offers: z.int().default(0) },
  states: ["open", "won"],
});
const belowCeiling = defineRefusal("auction/below-ceiling", "{bidder} goes up to {ceiling}, for {secret}; offer more.");
const noMoreThan = defineRefusal("auction/no-more-than", "There are {offers} offers under {ceiling}; withdraw one.");
const bidLifecycle = defineLifecycle(bid, (t) => ({
  win: t({
    from: "open",
    to: "won",
    guard: ({ record }) => belowCeiling({ bidder: record.bidder, ceiling: record.ceiling.amountMinor, secret: record.secret }),
  }),
}));
const hinted = defineRefusal("auction/hinted", "It is not {hint}: {because}; look again.");
const passOn = defineOperation("auction/pass-on", {
  input: { secret: text(40) },
  output: z.strictObject({}),
  run: async (work, { secret }) => work.refuse(hinted({ hint: "that", because: secret })),
});
const raiseLifecycle = defineLifecycle(bid, (t) => ({
  raise: t({ from: "open", input: { by: z.int(), hint: text(40) }, set: ({ record, input }) => ({ offers: record.offers + input.by }) }),
  hint: t({
    from: "open",
    input: { hint: text(40) },
    check: ({ record, input }) => hinted({ hint: input.hint, because: phrase("the reason is {secret}", { secret: record.secret }) }),
  }),
  burst: t({
    from: "open",
    guard: ({ record }) => {
      throw refused(belowCeiling({ bidder: record.bidder, ceiling: 1, secret: record.secret }));
    },
  }),
  pass: t({ from: "open", also: ({ record }) => [act.call(passOn, { secret: record.secret })] }),
}));
const fewOffers = defineRule("auction/few-offers", bid, {
  check: ({ record }) => (record.offers > 3 ? noMoreThan({ offers: record.offers, ceiling: record.ceiling.amountMinor }) : undefined),
});
const offer = defineRecord("auction/offer", { fields: { bidId: ref("auction/bid"), note: text(40) }, states: ["made", "taken"] });
const offerLifecycle = defineLifecycle(offer, (t) => ({
  take: t({
    from: "made",
    to: "taken",
    needs: { bid: one(bid, "bidId") },
    guard: ({ needs }) => belowCeiling({ bidder: needs.bid.bidder, ceiling: needs.bid.ceiling.amountMinor, secret: needs.bid.secret }),
  }),
}));
const outbid = defineOperation("auction/outbid", {
  input: { bidder: text(40), by: z.enum(["get", "find", "select", "throw", "bare"]) },
  output: z.strictObject({}),
  async run(work, { bidder, by }) {
    const where = { bidder };
    const found = by === "select" ? await work.find(bid, { where, select: ["ceiling", "secret"] }) : await work.find(bid, { where });
    const [first] = found.items;
    const seen = by === "get" ? await work.get(bid, (first as unknown as { readonly id: never }).id) : first;
    const refusal = belowCeiling({ bidder, ceiling: seen?.ceiling.amountMinor as number, secret: `${seen?.secret}, ${bidder}` });
    if (by === "throw") throw refused(refusal);
    if (by === "bare") throw refusal;
    return work.refuse(refusal);
  },
});
const boss = defineRole("auction/boss", [
  may.create(bid),
  may.read(bid, "all"),
  may.update(bid, "all"),
  may.apply(bidLifecycle.win, "all"),
  may.create(offer),
  may.read(offer, "all"),
  may.apply(offerLifecycle.take, "all"),
  may.call(outbid),
]);
const rival = defineRole("auction/rival", [
  may.read(bid, "all", { hide: ["ceiling", "secret"] }),
  may.update(bid, "all"),
  may.apply(bidLifecycle.win, "all"),
  may.read(offer, "all"),
  may.apply(offerLifecycle.take, "all"),
  may.call(outbid),
]);
const all = [raiseLifecycle.raise, raiseLifecycle.hint, raiseLifecycle.burst, raiseLifecycle.pass];
const lister = defineRole("auction/lister", [
  may.read(bid, "all", { hide: ["offers", "secret"] }),
  ...all.map((each) => may.apply(each as never, "all")),
]);
const owner = defineRole("auction/owner", [may.create(bid), may.read(bid, "own"), may.apply(bidLifecycle.win, "all")]);
const blind = defineRole("auction/blind", [may.apply(bidLifecycle.win, "all")]);
const pack: Pack = {
  name: "auction",
  version: "0.1.0",
  requires: [],
  definitions: {
    bid,
    belowCeiling,
    noMoreThan,
    hinted,
    bidLifecycle,
    raiseLifecycle,
    passOn,
    fewOffers,
    offer,
    offerLifecycle,
    outbid,
    boss,
    rival,
    lister,
    owner,
    blind,
  },
  locales: { "zh-CN": { belowCeiling: "{bidder}最高出到{ceiling}，因为{secret}；请再加价。" } },
};

onBothDatabases(
  "a refusal",
  (world) => {
    const refusalOf = (work: Promise<unknown>) =>
      work.then(
        () => Promise.reject(new Error("nothing was thrown")),
        (error: { readonly message: string; readonly details: unknown }) => [error.message, error.details],
      );

    it("names what its actor may see, and leaves the rest out, in every language", async () => {
      const house = await world().open();
      const [chief, other, unseeing] = ["auction/boss", "auction/rival", "auction/blind"].map((role) => house.as(role));
      const made = await chief?.create(bid, { bidder: "Zhao", ceiling: yuan(987_654), secret: "a wedding" });
      const id = made?.id as never;
      expect(await refusalOf(chief?.apply(bidLifecycle.win, id) as never)).toEqual([
        "Zhao goes up to 987654, for a wedding; offer more.",
        { bidder: "Zhao", ceiling: 987_654, secret: "a wedding" },
      ]);
      expect(await refusalOf(other?.apply(bidLifecycle.win, id) as never)).toEqual([
        "Zhao goes up to …, for …; offer more.",
        { bidder: "Zhao", ceiling: "…", secret: "…" },
      ]);
      expect(await refusalOf(unseeing?.apply(bidLifecycle.win, id) as never)).toEqual([
        "… goes up to …, for …; offer more.",
        { bidder: "…", ceiling: "…", secret: "…" },
      ]);
      const [possibility] = (await other?.can(bid, id, { locale: "zh-CN" })) ?? [];
      expect(possibility?.refusal).toMatchObject({ message: "Zhao最高出到…，因为…；请再加价。", details: { ceiling: "…" } });
      expect(await refusalOf(other?.update(bid, id, { offers: 5 }) as never)).toEqual([
        "There are 5 offers under …; withdraw one.",
        { offers: 5, ceiling: "…" },
      ]);
    });

    it("leaves out what an operation or a need saw and its actor may not see", async () => {
      const house = await world().open();
      const [chief, other] = [house.as("auction/boss"), house.as("auction/rival")];
      const made = await chief.create(bid, { bidder: "Zhao", ceiling: yuan(987_654), secret: "a wedding" });
      const concealed = { bidder: "Zhao", ceiling: "…", secret: "…" };
      for (const by of ["get", "find", "select", "throw", "bare"] as const) {
        expect(await refusalOf(chief.call(outbid, { bidder: "Zhao", by }))).toEqual([
          "Zhao goes up to 987654, for a wedding, Zhao; offer more.",
          { bidder: "Zhao", ceiling: 987_654, secret: "a wedding, Zhao" },
        ]);
        expect([by, await refusalOf(other.call(outbid, { bidder: "Zhao", by }))]).toEqual([
          by,
          ["Zhao goes up to …, for …; offer more.", concealed],
        ]);
      }
      const { id } = await chief.create(offer, { bidId: made.id, note: "x" });
      expect(await refusalOf(other.apply(offerLifecycle.take, id))).toEqual(["Zhao goes up to …, for …; offer more.", concealed]);
      const [possibility] = await other.can(offer, id, { locale: "zh-CN" });
      expect(possibility?.refusal).toMatchObject({ message: "Zhao最高出到…，因为…；请再加价。" });
    });

    it("leaves out what is read of one's own records only, where the record is another's", async () => {
      const house = await world().open();
      const [one, another] = [house.as("auction/owner"), house.as(["auction/owner"], { id: "another" })];
      const { id } = await one.create(bid, { bidder: "Zhao", ceiling: yuan(987_654), secret: "a wedding" });
      expect(await refusalOf(one.apply(bidLifecycle.win, id))).toMatchObject(["Zhao goes up to 987654, for a wedding; offer more.", {}]);
      expect(await refusalOf(another.apply(bidLifecycle.win, id))).toMatchObject(["… goes up to …, for …; offer more.", {}]);
    });

    it("leaves out what a rule saw of the record as it would be, what a guard throws, what an act passes on, and what fills a phrase", async () => {
      const house = await world().open();
      const lister = house.as("auction/lister");
      const { id } = await house.as("auction/boss").create(bid, { bidder: "Zhao", ceiling: yuan(987_654), secret: "a wedding", offers: 2 });
      expect(await refusalOf(lister.apply(raiseLifecycle.raise, id, { by: 3, hint: "x" }))).toMatchObject([
        "There are … offers under 987654; withdraw one.",
        {},
      ]);
      expect(await refusalOf(lister.apply(raiseLifecycle.burst, id))).toMatchObject(["Zhao goes up to 1, for …; offer more.", {}]);
      expect(await refusalOf(lister.apply(raiseLifecycle.pass, id))).toMatchObject(["It is not that: …; look again.", {}]);
      // what the actor said is no secret: to leave it out where it is right would confirm a guess
      for (const hint of ["a feast", "a wedding"]) {
        const [message] = (await refusalOf(lister.apply(raiseLifecycle.hint, id, { hint }))) as unknown as [string];
        expect(message).toMatch(`It is not ${hint}: `);
      }
      expect(await refusalOf(lister.apply(raiseLifecycle.hint, id, { hint: "a feast" }))).toMatchObject([
        "It is not a feast: …; look again.",
        {},
      ]);
    });
  },
  [pack],
);
