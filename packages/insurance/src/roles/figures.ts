import { type Grant, may } from "@kehu/core";
import { claimFigures } from "../measures/claim-figures.js";
import { complaintFigure } from "../measures/complaint-figure.js";
import { earnedPremiumFigure } from "../measures/earned-premium-figure.js";
import { combinedRatioFigure, expenseRatioFigure } from "../measures/expense-figures.js";
import { lapseByPremiumFigure, lapseFigure } from "../measures/lapse-figure.js";
import { lossRatioByProduct, lossRatioFigure } from "../measures/loss-ratio-figure.js";
import { placementFigure } from "../measures/placement-figure.js";
import { renewalFigure } from "../measures/renewal-figure.js";
import { persistencyByCountFigure } from "../premium/persistency-by-count-query.js";
import { persistencyFigure } from "../premium/persistency-query.js";
import { persistencyOnReducingBalance } from "../premium/reducing-balance-query.js";

/** Asks for the figures of the book; each is measured over what the caller may read. */
export const readsTheFigures: readonly Grant[] = [
  may.call(lossRatioFigure),
  may.call(lossRatioByProduct),
  may.call(expenseRatioFigure),
  may.call(combinedRatioFigure),
  may.call(earnedPremiumFigure),
  may.call(lapseFigure),
  may.call(lapseByPremiumFigure),
  may.call(renewalFigure),
  may.call(complaintFigure),
  may.call(claimFigures),
  may.call(placementFigure),
  may.call(persistencyFigure),
  may.call(persistencyByCountFigure),
  may.call(persistencyOnReducingBalance),
];
