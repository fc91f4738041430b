import { describe, expect, it } from "vitest";
import { compressHistories } from "../purchases/compress-histories.js";
import { processes } from "./purchase-model.js";

const histories = { frequency: [0, 1, 4, 12, 3], recency: [0, 2, 9, 10, 3], age: [10, 12, 9, 15, 5], customers: [3, 1, 2, 1, 1] };
const occasions = { frequency: [0, 1, 4, 5, 3], recency: [0, 2, 6, 5, 3], age: [6, 6, 6, 6, 6], customers: [3, 1, 2, 1, 1] };

describe.each(Object.entries(processes))("the derivatives of %s", (name, process) => {
  const rows = compressHistories(name === "bg-bb" ? occasions : histories);
  const point = [0.7, 3.1, 0.9, 2.2];
  const at = (index: number, factor: number) =>
    process.evaluate(
      Float64Array.from(point, (value, each) => (each === index ? value * factor : value)),
      rows,
    );
  const step = 1e-5;

  it("are the slopes of the value and of the slopes", () => {
    const { gradient, hessian } = process.evaluate(Float64Array.from(point), rows);
    point.forEach((value, index) => {
      const [below, above] = [at(index, 1 - step), at(index, 1 + step)];
      expect((above.value - below.value) / (2 * step * value)).toBeCloseTo(gradient[index] as number, 6);
      for (let other = 0; other < 4; other += 1) {
        const slope = ((above.gradient[other] as number) - (below.gradient[other] as number)) / (2 * step * value);
        expect(slope, `${index} ${other}`).toBeCloseTo(hessian[index * 4 + other] as number, 5);
      }
    });
  });
  it("belong to the sum of the log-likelihoods", () => {
    const { logLikelihood } = process.at(point);
    const sum = Array.from(rows.customers).reduce((total, customers, row) => {
      const history = { frequency: rows.frequency[row] as number, recency: rows.recency[row] as number, age: rows.age[row] as number };
      return total + customers * logLikelihood(history);
    }, 0);
    expect(process.evaluate(Float64Array.from(point), rows).value).toBeCloseTo(sum, 10);
  });
});
