import { currencies } from "@kehu/core/engine";
import * as z from "zod";

/** A currency of ISO 4217, for amounts that are asked for in it: in another one there would be nothing but zeros. */
export const currencyCode = z
  .string()
  .max(3)
  .refine((code) => currencies.has(code), { params: { expected: "currency" } });
