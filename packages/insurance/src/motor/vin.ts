import { type Field, text } from "@kehu/core";
import * as z from "zod";

/** A VIN as it is kept: its case does not count, so it is kept in capitals. */
export const vinField = (): Field<string> => (text(17) as unknown as z.ZodString).check(z.overwrite((vin) => vin.toUpperCase()));

/** Weights of the seventeen places of a VIN, and the values of its letters; 49 CFR 565.15, from secondary copies. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const letters: Readonly<Record<string, number>> = {
  ...{ A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8 },
  ...{ J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9 },
  ...{ S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 },
};

/** Seventeen characters without I, O and Q; their case does not count. @see ISO 3779 */
export const isVin = (vin: string): boolean => /^[A-HJ-NPR-Z0-9]{17}$/i.test(vin);

/** The ninth place, where a market asks for it: the others weighed and added, modulo 11, ten written as X. */
export function vinCheckDigit(vin: string): string {
  const sum = [...vin.toUpperCase()].reduce((total, sign, place) => total + (letters[sign] ?? Number(sign)) * (weights[place] ?? 0), 0);
  return sum % 11 === 10 ? "X" : String(sum % 11);
}
