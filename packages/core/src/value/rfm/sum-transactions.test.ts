import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumTransactions, type Transactions } from "./sum-transactions.js";

const of = (rows: readonly (readonly [customer: number, day: number, amount: number])[]): Transactions => ({
  customer: Int32Array.from(rows, ([customer]) => customer),
  day: Int32Array.from(rows, ([, day]) => day),
  amountMinor: Float64Array.from(rows, ([, , amount]) => amount),
});
const options = { customers: 3, asOfDay: 100 };

describe("sumTransactions", () => {
  it("counts every transaction and looks at the last one", () => {
    expect(
      sumTransactions(
        of([
          [1, 90, 500],
          [0, 100, 1],
          [1, 95, -200],
          [1, 95, 2 ** 40],
        ]),
        options,
      ),
    ).toEqual({
      recencyDays: Int32Array.of(0, 5, 0x7fffffff),
      frequency: Int32Array.of(1, 3, 0),
      monetaryMinor: Float64Array.of(1, 300 + 2 ** 40, 0),
    });
  });
  it("does not depend on the order", () => {
    const row = fc.tuple(fc.nat(2), fc.integer({ min: -50, max: 100 }), fc.integer({ min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(sumTransactions(of([...rows].reverse()), options)).toEqual(sumTransactions(of(rows), options));
      }),
    );
  });
  it.each([
    [3, 90, 1],
    [-1, 90, 1],
    [0, 101, 1],
    [0, 90, 0.5],
    [0, 90, Number.NaN],
    [0, 90, 2 ** 53],
  ] as const)("refuses %i %i %d", (customer, day, amount) => {
    expect(() =>
      sumTransactions(
        of([
          [0, 1, 1],
          [customer, day, amount],
        ]),
        options,
      ),
    ).toThrow(expect.objectContaining({ code: "core/transaction-unusable", message: expect.stringContaining("number 2") }));
  });
});
