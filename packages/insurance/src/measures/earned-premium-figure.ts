import { defineQuery } from "@kehu/core";
import { moneyFigure, period, sharesOf } from "./figure.js";
import { earnedIn, writtenIn } from "./premiums.js";

/** 已赚保费: the premium of a period that was earned by its days, over what was written in it; null where nothing was written. */
export const earnedPremiumFigure = defineQuery("insurance/earned-premium", {
  input: period,
  output: moneyFigure("pro-rata-temporis"),
  async run(reader, span) {
    const figures = sharesOf(await earnedIn(reader, span), await writtenIn(reader, span));
    return { asOf: reader.today, method: "pro-rata-temporis" as const, unit: "minorUnits" as const, figures };
  },
});
