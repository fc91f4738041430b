import type { Evaluation } from "../numerics/maximise.js";
import type { CompressedHistories } from "../purchases/compress-histories.js";

/** One customer, in the unit of the model. */
export interface History {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
}

/** A story of how customers buy and leave: what a fit and a prediction need to know of it. */
export interface PurchaseProcess {
  /**
   * The first two tell how customers buy, the others how they leave: nobody does where the third is 0. Where the fourth is 0 too, a share of
   * them leaves at the first chance and the others never: that share comes after them then.
   */
  readonly parameterNames: readonly string[];
  /** The parameters that are times, which change with the unit. */
  readonly timeParameters: readonly string[];
  /**
   * Where the search begins, on a scale on which the mean age is 1: the likeliest place first, the others far from it, for some likelihoods
   * have several maxima, or a ridge that leads away from the highest one.
   */
  starts(repeatsPerCustomer: number): readonly (readonly number[])[];
  /** Log-likelihood of all customers, with its derivatives by the parameters in order of their names. */
  evaluate(parameters: Float64Array, rows: CompressedHistories): Evaluation;
  /** A process that comes to the same as both parameters of leaving run to 0, where that can be evaluated; undefined: this one. */
  readonly atOnceAs?: PurchaseProcess;
  at(parameters: readonly number[]): ProcessAt;
}

/** The process with its parameters. Horizons are in the unit of the model. */
export interface ProcessAt {
  logLikelihood(history: History): number;
  probabilityAlive(history: History): number;
  /** Expected purchases of a customer who is alive now; recency plays no part. */
  purchasesIfAlive(history: History, horizon: number): number;
  /** The same without end, each discounted by e^(-rate time). */
  discountedIfAlive(history: History, rate: number): number;
  /** Expected repeat purchases of a customer in so much time from the first purchase. */
  purchasesOfNew(horizon: number): number;
  /** Probability that a customer makes so many repeat purchases in so much time from the first one. */
  probabilityOf(count: number, horizon: number): number;
}

/** Sums of a log-likelihood and its derivatives, which a process adds to; only the lower triangle of the second derivatives. */
export class Sums {
  value = 0;
  readonly size: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.gradient = new Float64Array(size);
    this.hessian = new Float64Array(size * size);
  }

  slope(index: number, amount: number): void {
    this.gradient[index] = (this.gradient[index] as number) + amount;
  }

  bend(row: number, column: number, amount: number): void {
    this.hessian[row * this.size + column] = (this.hessian[row * this.size + column] as number) + amount;
  }

  evaluation(): Evaluation {
    const { size, hessian, value, gradient } = this;
    const full = hessian.map((_, index) => {
      const row = Math.floor(index / size);
      const column = index % size;
      return hessian[Math.max(row, column) * size + Math.min(row, column)] as number;
    });
    return { value, gradient, hessian: full };
  }
}
