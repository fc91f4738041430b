import { describe, expect, it } from "vitest";
import { channels } from "./channels.js";
import { identificationOf, identifications, identifiesOn } from "./identification.js";

describe("identifiesOn", () => {
  it("sees nobody on the telephone, and takes no signature in a chat", () => {
    const on = (way: (typeof identifications)[number]) => channels.filter((channel) => identifiesOn(way, channel));
    expect(on("faceToFace")).toEqual(["storeVisit", "fieldVisit"]);
    expect(on("signedLetter")).toEqual(["fax", "mail"]);
    expect(on("signIn")).toEqual(["web", "chat", "instantMessaging"]);
    expect(on("securityQuestions")).toEqual(["phone", "chat"]);
    expect(identifications.some((way) => identifiesOn(way, "note"))).toBe(false);
  });
});

describe("identificationOf", () => {
  it("believes what the staff enters, and that who serves himself has signed in", () => {
    expect(identificationOf({}, "oneTimeCode")).toBe("oneTimeCode");
    expect(identificationOf({}, undefined)).toBeUndefined();
    expect(identificationOf({ customerId: "customer_1" }, "faceToFace")).toBe("signIn");
  });
});
