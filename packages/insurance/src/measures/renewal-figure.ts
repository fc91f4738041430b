import { among, defineQuery, list, ratio, type Where } from "@kehu/core";
import { neverInForce, type Policy, policy } from "../policy/policy.js";
import { product } from "../policy/product.js";
import { countedFigure, period } from "./figure.js";
import { policiesIn } from "./standing.js";

const method = "renewed-over-expiring" as const;
const line = product.fields.line.unwrap();

/**
 * 续保率: policies whose term ended in a period and that another policy follows (`renewsId`), of all whose term ended.
 *
 * What ended or lapsed before its term is not expiring.
 */
export const renewalFigure = defineQuery("insurance/renewal-rate", {
  input: { ...period, lines: list(line, 6).default(["property", "motor", "compulsoryMotor"]) },
  output: countedFigure(method, "policies"),
  async run(reader, { from, until, lines }) {
    const expiring: Where<Policy> = {
      expiresOn: { from, until },
      state: { notIn: neverInForce },
      lapsedOn: null,
      productId: { in: among(product, "id", { line: { in: lines } }) },
      or: [{ endedOn: null }, { endReason: "endOfTerm" }],
    };
    const followers = among(policy, "renewsId", { state: { notIn: ["quoted", "declined", "notTaken"] }, renewsId: { not: null } });
    const renewed = await policiesIn(reader, { ...expiring, id: { in: followers } });
    return { asOf: reader.today, method, unit: "policies" as const, ...ratio(renewed, await policiesIn(reader, expiring)) };
  },
});
