import { KehuError } from "@kehu/core";
import { type PurchaseSummary, summarisePurchases } from "@kehu/core/value";
import { counted, UsageError } from "report-kit";
import type { Book } from "../read/read-purchases.js";

/**
 * Sums up what customers did until the end of the observation, and apart from it what they did afterwards.
 *
 * @throws UsageError where `--calibration-end` leaves nothing to learn from or to hold against it, where nothing was bought, and where the
 * amounts of a customer add up beyond what can be counted exactly
 */
export function observe(book: Book, calibrationEnd: string | undefined): PurchaseSummary {
  if (calibrationEnd !== undefined) checkEnd(book, calibrationEnd);
  const bought = book.purchases.filter(({ amount }) => amount.amountMinor >= 0);
  if (bought.length === 0)
    throw new UsageError(
      `${counted(book.returns, "amount")}, all of the file, are below 0: these are returns, and nothing was bought. If the file writes what was bought with a minus, turn the signs and run again; else look whether --amount names the right column.`,
      "core/no-purchases",
    );
  if (calibrationEnd !== undefined && !bought.some(({ on }) => on <= calibrationEnd))
    throw new UsageError(
      `--calibration-end ${calibrationEnd}: up to this day there are returns only, so that there is nothing to learn from; give a later day, before ${book.lastOn}.`,
      "core/no-purchases",
    );
  try {
    return summarisePurchases(book.purchases, {
      unit: "week",
      endsOn: calibrationEnd ?? book.lastOn,
      ...(calibrationEnd !== undefined && { holdoutEndsOn: book.lastOn }),
      returns: "takeOff",
    });
  } catch (error) {
    if (!(error instanceof KehuError) || error.code !== "core/amount-too-large") throw error;
    throw new UsageError(
      "The amounts of a customer add up beyond what can be counted exactly (2^53 of the smallest unit); look for amounts that are wrong, or give the file in larger units.",
      error.code,
    );
  }
}

function checkEnd({ firstOn, lastOn }: Book, calibrationEnd: string): void {
  if (calibrationEnd < firstOn)
    throw new UsageError(
      `--calibration-end ${calibrationEnd} lies before the first transaction of the file, ${firstOn}, so that there is nothing to learn from; give a day from ${firstOn} on and before ${lastOn}.`,
      "core/no-purchases",
    );
  if (calibrationEnd >= lastOn)
    throw new UsageError(
      `--calibration-end ${calibrationEnd} leaves nothing to hold against what is expected: the last transaction of the file is of ${lastOn}. Give a day before it, or leave the option out to learn from all of the file.`,
      "core/period-invalid",
    );
}
