import { check, decide, dueAt } from "@kehu/core";
import { stored } from "@kehu/testing";
import { describe, expect, it } from "vitest";
import { answer, at, calendar, done, endOf, startOf } from "../../test/moments.js";
import { type CompulsoryCover, compulsoryCover, compulsoryCoverLifecycle } from "./compulsory-cover.js";
import { assetIsIdentified, compulsoryVehicleIsIdentified, type InsuredAsset, insuredAsset, whyNoVin } from "./insured-asset.js";
import { insuredAssetLifecycle } from "./insured-asset-lifecycle.js";
import { vinHasCheckDigit } from "./motor-parameters.js";
import { isVin, vinCheckDigit } from "./vin.js";

describe("isVin and vinCheckDigit", () => {
  it("knows the worked example of the rule, and its two neighbours", () => {
    expect(vinCheckDigit("1M8GDM9AXKP042788")).toBe("X");
    expect(vinCheckDigit("11111111111111111")).toBe("1");
    expect(vinCheckDigit("1M8GDM9AXKP042789")).not.toBe("X");
    expect(vinCheckDigit("1m8gdm9axkp042788")).toBe("X");
  });

  it("takes seventeen signs without I, O and Q", () => {
    expect(isVin("1M8GDM9AXKP042788")).toBe(true);
    for (const wrong of ["1M8GDM9AXKP04278", "1M8GDM9AXKP0427888", "IM8GDM9AXKP042788", "OM8GDM9AXKP042788", "QM8GDM9AXKP042788"])
      expect(isVin(wrong)).toBe(false);
  });
});

describe("whyNoVin", () => {
  const parameterOf = (isChecked: boolean) => ({ parameter: <V>(asked: unknown) => (asked === vinHasCheckDigit ? isChecked : 0) as V });

  it("asks for the check digit only where the market does", () => {
    expect(whyNoVin("1M8GDM9AXKP042788", "2026-01-01", at("2026-01-01"))).toBeUndefined();
    expect(whyNoVin("1M8GDM9A1KP042788", "2026-01-01", at("2026-01-01"))?.code).toBe("insurance/vin-check-digit-wrong");
    expect(whyNoVin("1M8GDM9A1KP042788", "2026-01-01", parameterOf(false))).toBeUndefined();
    expect(whyNoVin("1M8GDM9AIKP042788", "2026-01-01", parameterOf(false))?.code).toBe("insurance/vin-wrong");
  });
});

describe("assetIsIdentified", () => {
  const asset = (changes: Partial<InsuredAsset>) => stored(insuredAsset, { kind: "vehicle", ...changes });
  const codes = (changes: Partial<InsuredAsset>) =>
    check([assetIsIdentified], { record: asset(changes), ...at("2026-01-01") }).map(({ code }) => code);

  it("knows a vehicle by its VIN and a building by its address", () => {
    expect(codes({ vin: "1M8GDM9AXKP042788" })).toEqual([]);
    expect(codes({})).toEqual(["insurance/asset-unidentified"]);
    expect(codes({ vin: "1M8GDM9A1KP042788" })).toEqual(["insurance/vin-check-digit-wrong"]);
    expect(codes({ kind: "building", address: "Nanjing Road 1" })).toEqual([]);
    expect(codes({ kind: "contents" })).toEqual(["insurance/asset-unidentified"]);
  });

  it("is removed once", () => {
    const removed = done(decide(insuredAssetLifecycle.remove, { record: asset({}), ...at("2026-01-01") })).record;
    expect(removed.state).toBe("removed");
    expect(answer(decide(insuredAssetLifecycle.remove, { record: removed, ...at("2026-01-01") }))).toBe("core/not-from-here");
  });
});

describe("compulsoryCoverLifecycle", () => {
  const cover = (changes: Partial<CompulsoryCover> = {}) =>
    stored(compulsoryCover, {
      vin: "1M8GDM9AXKP042788",
      startsOn: "2025-07-01",
      endsOn: "2026-06-30",
      since: startOf("2025-07-01"),
      ...changes,
    });
  const cancel = (input: object, record = cover()) =>
    decide(compulsoryCoverLifecycle.cancel, {
      record,
      input: { cancelReason: "deregistered", cancelledOn: "2026-01-10", certificate: "D-1", ...input },
      ...at("2026-01-10"),
    });

  it.each(["deregistered", "offRoad", "lost"] as const)("is cancelled for a vehicle that is %s, with the certificate", (cancelReason) => {
    expect(done(cancel({ cancelReason })).record).toMatchObject({ state: "cancelled", cancelReason, certificate: "D-1" });
  });

  it("is not cancelled before it begins, tomorrow, or twice", () => {
    expect(answer(cancel({ cancelledOn: "2025-06-30" }))).toBe("insurance/dates-out-of-order");
    expect(answer(cancel({ cancelledOn: "2026-01-11" }))).toBe("insurance/date-in-future");
    expect(answer(cancel({}, cover({ state: "cancelled" })))).toBe("core/not-from-here");
  });

  it("ends with its last day, to the millisecond", () => {
    const due = dueAt(compulsoryCoverLifecycle.end, { record: cover(), needs: {}, ...at("2026-01-01") });
    expect(due).toBe(endOf("2026-06-30"));
    expect(calendar.dayOf(due ?? "")).toBe("2026-06-30");
    expect(answer(decide(compulsoryCoverLifecycle.end, { record: cover(), ...at(due ?? "") }))).toBe("ended");
  });

  it("is of one vehicle, however its number is written", () => {
    const read = (vin: string) => (compulsoryCover.fields.vin as unknown as { parse(value: string): string }).parse(vin);
    expect(read(" lsvaa49j132047371 ")).toBe("LSVAA49J132047371");
  });

  it("has a vehicle that exists", () => {
    const codes = (vin: string) =>
      check([compulsoryVehicleIsIdentified], { record: cover({ vin }), ...at("2026-01-01") }).map(({ code }) => code);
    expect(codes("1M8GDM9AXKP042788")).toEqual([]);
    expect(codes("1M8GDM9A1KP042788")).toEqual(["insurance/vin-check-digit-wrong"]);
  });
});
