import { defineRecord, defineRefusal, defineRule, money, personal, type Refusal, ref, type Stored, type Timeless, text } from "@kehu/core";
import * as z from "zod";
import { compulsoryCover } from "./compulsory-cover.js";
import { vinHasCheckDigit } from "./motor-parameters.js";
import { isVin, vinCheckDigit, vinField } from "./vin.js";

/** A thing that a policy insures: a vehicle, a building, its contents. */
export const insuredAsset = defineRecord("insurance/insured-asset", {
  fields: {
    policyId: ref("insurance/policy"),
    kind: z.enum(["vehicle", "building", "contents"]),
    vin: vinField().optional(),
    plateNumber: personal("identifier", text(20)).optional(),
    address: personal("contact", text(300)).optional(),
    insuredValue: money(),
  },
  states: ["insured", "removed"],
  unique: [{ by: ["policyId", "vin"], whileIn: ["insured"] }],
  managed: ["policyId", "kind", "vin"],
});
export interface InsuredAsset extends Stored<typeof insuredAsset> {}

export const vinWrong = defineRefusal(
  "insurance/vin-wrong",
  "{vin} is no vehicle identification number of 17 signs; compare it with the registration.",
);
export const vinCheckDigitWrong = defineRefusal(
  "insurance/vin-check-digit-wrong",
  "The ninth sign of {vin} should be {expected}; compare the number with the registration.",
);
export const assetUnidentified = defineRefusal(
  "insurance/asset-unidentified",
  "A vehicle is known by its VIN and a building by its address; enter the {field}.",
);

/** Why a VIN is none, in the market of the tenant. */
export function whyNoVin(vin: string, on: string, { parameter }: Pick<Timeless, "parameter">): Refusal | undefined {
  if (!isVin(vin)) return vinWrong({ vin });
  const expected = vinCheckDigit(vin);
  return parameter(vinHasCheckDigit, on) && vin.charAt(8).toUpperCase() !== expected ? vinCheckDigitWrong({ vin, expected }) : undefined;
}

export const assetIsIdentified = defineRule("insurance/asset-is-identified", insuredAsset, {
  check: ({ record, today, parameter }) => {
    if (record.kind !== "vehicle") return record.address === undefined ? assetUnidentified({ field: "address" }) : undefined;
    return record.vin === undefined ? assetUnidentified({ field: "VIN" }) : whyNoVin(record.vin, today, { parameter });
  },
});
export const compulsoryVehicleIsIdentified = defineRule("insurance/compulsory-vehicle-is-identified", compulsoryCover, {
  check: ({ record, today, parameter }) => whyNoVin(record.vin, today, { parameter }),
});
