import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compressHistories } from "./compress-histories.js";

describe("compressHistories", () => {
  it("counts equal histories once", () => {
    const { frequency, recency, age, customers, rowOf } = compressHistories({
      frequency: [1, 0, 1, 1],
      recency: [2, 0, 2, 1],
      age: [5, 5, 5, 5],
    });
    expect([...frequency]).toEqual([0, 1, 1]);
    expect([...recency]).toEqual([0, 1, 2]);
    expect([...age]).toEqual([5, 5, 5]);
    expect([...customers]).toEqual([1, 1, 2]);
    expect([...rowOf]).toEqual([2, 0, 2, 1]);
  });
  it("adds up customers that were taken together before", () => {
    const { customers } = compressHistories({ frequency: [1, 1], recency: [2, 2], age: [5, 5], customers: [3, 4] });
    expect([...customers]).toEqual([7]);
  });
  it("gives the same whether the histories are many or few of their kind", () => {
    const kinds = [
      [0, 0, 3],
      [1, 1, 2],
      [1, 2, 3],
      [1, 1, 3],
      [2, 1, 2],
    ];
    const column = (copies: number, index: number) =>
      Array(copies)
        .fill(kinds.map((kind) => kind[index]))
        .flat() as number[];
    const of = (copies: number) => compressHistories({ frequency: column(copies, 0), recency: column(copies, 1), age: column(copies, 2) });
    const { rowOf: _, customers, ...few } = of(1);
    const { rowOf: __, customers: many, ...rows } = of(1000);
    expect(rows).toEqual(few);
    expect([...many]).toEqual([...customers].map((count) => count * 1000));
  });
  it.each([1, 7, 100])("loses nothing and does not depend on the order, in parts of 1/%i", (parts) => {
    const history = fc.tuple(fc.nat(4), fc.nat(60), fc.nat(80));
    fc.assert(
      fc.property(fc.array(history), (histories) => {
        const of = (rows: typeof histories) =>
          compressHistories({
            frequency: rows.map(([x]) => x),
            recency: rows.map(([, t]) => t / parts),
            age: rows.map(([, , t]) => t / parts),
          });
        const compressed = of(histories);
        const { rowOf, ...rows } = compressed;
        const { rowOf: _, ...reversed } = of([...histories].reverse());
        expect(reversed).toEqual(rows);
        histories.forEach(([x, recency, age], customer) => {
          const row = rowOf[customer] as number;
          expect([rows.frequency[row], rows.recency[row], rows.age[row]]).toEqual([x, recency / parts, age / parts]);
        });
        const order = Array.from(rows.frequency, (x, row) => [x, rows.age[row], rows.recency[row]]);
        const sorted = [...order].sort((one, other) => {
          const at = one.findIndex((value, index) => value !== other[index]);
          return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
        });
        expect(order).toEqual(sorted);
        expect(rows.customers.reduce((sum, count) => sum + count, 0)).toBe(histories.length);
        expect(new Set(Array.from(rows.frequency, (x, row) => `${x} ${rows.recency[row]} ${rows.age[row]}`)).size).toBe(
          rows.customers.length,
        );
      }),
    );
  });
});
