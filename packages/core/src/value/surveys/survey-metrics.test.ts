import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { customerEffort, customerSatisfaction, netPromoterScore } from "./survey-metrics.js";

const repeated = (counts: Readonly<Record<number, number>>): readonly number[] =>
  Object.entries(counts).flatMap(([answer, count]) => Array<number>(count).fill(Number(answer)));
/** Overall satisfaction of 1,811 customers of an advertiser, on a scale from 1 to 10: `customerSat` of the R package bayesm. */
const published = repeated({ 1: 99, 2: 115, 3: 111, 4: 127, 5: 328, 6: 174, 7: 222, 8: 327, 9: 118, 10: 190 });

describe("netPromoterScore", () => {
  it("is promoters less detractors", () => {
    expect(netPromoterScore(repeated({ 10: 30, 8: 50, 0: 20 }))).toEqual({
      value: expect.closeTo(10, 12),
      standardError: expect.closeTo(100 * Math.sqrt((0.3 + 0.2 - 0.01) / 100), 12),
      answers: 100,
      warnings: [],
    });
  });
  it("has the published figures, and warns of the scale", () => {
    const score = netPromoterScore(published, { from: 1, to: 10 });
    expect(score.value).toBeCloseTo(-35.67090006, 8);
    expect(score.standardError).toBeCloseTo(1.773495359, 8);
    expect(score.warnings).toEqual(["scaleNotConformant"]);
  });
  it("takes five steps in proportion", () => {
    expect(netPromoterScore([5, 5, 4, 3, 1], { from: 1, to: 5 }).value).toBeCloseTo(0, 12);
  });
  it("says nothing without answers, and warns of few", () => {
    expect(netPromoterScore([])).toEqual({ value: null, standardError: null, answers: 0, warnings: ["fewAnswers"] });
  });
  it("lies between -100 and 100 and does not depend on the order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1 }), (answers) => {
        const score = netPromoterScore(answers);
        expect(Math.abs(score.value as number)).toBeLessThanOrEqual(100);
        expect(netPromoterScore([...answers].reverse())).toEqual(score);
      }),
    );
  });
  it.each([11, -1, 1.5, Number.NaN])("refuses %d", (answer) => {
    expect(() => netPromoterScore([5, answer])).toThrow(expect.objectContaining({ code: "core/answer-unusable" }));
  });
});

describe("customerSatisfaction", () => {
  it("has the published shares of the best answers", () => {
    const scale = { from: 1, to: 10 };
    expect(customerSatisfaction(published, { scale }).value).toBeCloseTo(17.0071783545, 9);
    expect(customerSatisfaction(published, { scale, best: 3 }).value).toBeCloseTo((100 * 635) / 1811, 12);
    expect(customerSatisfaction(repeated({ 5: 40, 1: 10 }), { scale: { from: 1, to: 5 } })).toMatchObject({ value: 80, warnings: [] });
  });
  it.each([
    [{ from: 5, to: 5 }, 1],
    [{ from: 10, to: 0 }, 1],
    [{ from: 0, to: Number.NaN }, 1],
    [{ from: 1, to: 5 }, 0],
    // everybody would be satisfied
    [{ from: 0, to: 1 }, 2],
  ])("refuses a scale %o with %d best answers", (scale, best) => {
    const refusal = expect.objectContaining({ code: "core/scale-unusable" });
    expect(() => customerSatisfaction([], { scale, best })).toThrow(refusal);
    if (scale.to - scale.from < 1) expect(() => netPromoterScore([], scale)).toThrow(refusal);
    if (scale.to - scale.from < 1) expect(() => customerEffort([], scale)).toThrow(refusal);
  });
});

describe("customerEffort", () => {
  it("is a mean with its standard error", () => {
    const effort = customerEffort(published, { from: 1, to: 10 });
    expect(effort.value).toBeCloseTo(6.06626173385, 10);
    expect((effort.standardError as number) * Math.sqrt(1811)).toBeCloseTo(2.55048999646, 10);
    expect(customerEffort([7])).toEqual({ value: 7, standardError: null, answers: 1, warnings: ["fewAnswers"] });
  });
});
