import { defineLifecycle, defineRecord, defineRefusal, defineRole, defineRule, may, money, type Pack, text } from "@kehu/core";
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
const fewOffers = defineRule("auction/few-offers", bid, {
  check: ({ record }) => (record.offers > 3 ? noMoreThan({ offers: record.offers, ceiling: record.ceiling.amountMinor }) : undefined),
});
const boss = defineRole("auction/boss", [
  may.create(bid),
  may.read(bid, "all"),
  may.update(bid, "all"),
  may.apply(bidLifecycle.win, "all"),
]);
const rival = defineRole("auction/rival", [
  may.read(bid, "all", { hide: ["ceiling", "secret"] }),
  may.update(bid, "all"),
  may.apply(bidLifecycle.win, "all"),
]);
const blind = defineRole("auction/blind", [may.apply(bidLifecycle.win, "all")]);
const pack: Pack = {
  name: "auction",
  version: "0.1.0",
  requires: [],
  definitions: { bid, belowCeiling, noMoreThan, bidLifecycle, fewOffers, boss, rival, blind },
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
  },
  [pack],
);
