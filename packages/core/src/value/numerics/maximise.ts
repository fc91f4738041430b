import { cholesky, inverseDiagonal, type SymmetricMatrix, solve } from "./symmetric-matrix.js";

/** A function of positive parameters at one point, with its first and second derivatives. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: SymmetricMatrix;
}
export type Objective = (parameters: Float64Array) => Evaluation;

export interface Maximum {
  readonly parameters: Float64Array;
  /** From the inverse of the observed information; undefined where that is not positive definite. */
  readonly standardErrors: Float64Array | undefined;
  readonly value: number;
  readonly iterations: number;
  /** How much higher a parabola through the last point would still rise. */
  readonly rise: number;
  /** The index of a parameter that ran away, or -1 where the steps ended without a maximum; undefined where there is one. */
  readonly failure: number | undefined;
}

/** A maximum, with a curvature that says how sure it is. */
export type Reached = Maximum & { readonly standardErrors: Float64Array };
export const isReached = (maximum: Maximum): maximum is Reached => maximum.failure === undefined && maximum.standardErrors !== undefined;

const mostIterations = 200;
/** Parameters stay between e^-10 and e^10 of a scale on which they are near 1; beyond, a likelihood is flat. */
const farthest = 10;
/** Below this rise, and this part of the value, the last step is exact to the rounding of the sums. */
const smallestRise = 1e-11;
const rounding = 1e-14;

/**
 * Newton's method in the logarithms of the parameters, damped where the function is not concave, with halved steps where it falls.
 * The derivatives are exact, so that from near the maximum three or four evaluations are enough.
 *
 * @see Nocedal & Wright (2006), Numerical Optimization, 3.4
 */
export function maximise(objective: Objective, start: readonly number[]): Maximum {
  let point: Float64Array = Float64Array.from(start);
  let here = objective(point);
  let local = inLogarithms(here, point);
  for (let iterations = 1; iterations <= mostIterations; iterations += 1) {
    const { step, rise } = newtonStep(local);
    if (rise < smallestRise + rounding * Math.abs(here.value))
      return ended(here, { parameters: moved(point, step, 1), point, iterations, rise });
    const next = walk(objective, { point, step, value: here.value, rise });
    if (next === undefined)
      return { ...ended(here, { parameters: point, point, iterations, rise }), ...(rise < 1e-6 ? {} : { failure: -1 }) };
    point = next.point;
    here = next.evaluation;
    local = inLogarithms(here, point);
    const runaway = point.findIndex((value) => Math.abs(Math.log(value)) > farthest);
    if (runaway >= 0) return { ...ended(here, { parameters: point, point, iterations, rise }), failure: runaway };
  }
  return { ...ended(here, { parameters: point, point, iterations: mostIterations, rise: Number.NaN }), failure: -1 };
}

/** The same derivatives with respect to the logarithms of the parameters. */
function inLogarithms({ gradient, hessian }: Evaluation, point: Float64Array): Pick<Evaluation, "gradient" | "hessian"> {
  const size = point.length;
  const own = gradient.map((slope, index) => slope * (point[index] as number));
  const curvature = hessian.map((value, index) => {
    const row = Math.floor(index / size);
    const column = index % size;
    return value * (point[row] as number) * (point[column] as number) + (row === column ? (own[row] as number) : 0);
  });
  return { gradient: own, hessian: curvature };
}

function newtonStep({ gradient, hessian }: Pick<Evaluation, "gradient" | "hessian">): {
  readonly step: Float64Array;
  readonly rise: number;
} {
  const size = gradient.length;
  const largest = hessian.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  for (let damping = 0; ; damping = damping === 0 ? 1e-3 * largest : damping * 4) {
    const lower = cholesky(
      hessian.map((value, index) => (index % (size + 1) === 0 ? damping - value : -value)),
      size,
    );
    if (lower === undefined && damping < 1e6 * largest) continue;
    const step = lower ? solve(lower, gradient) : gradient.map(() => Number.NaN);
    const rise = step.reduce((sum, value, index) => sum + value * (gradient[index] as number), 0) / 2;
    return { step, rise };
  }
}

const moved = (point: Float64Array, step: Float64Array, length: number): Float64Array =>
  point.map((value, index) => value * Math.exp(length * (step[index] as number)));

/** The farthest of the halved steps that rises enough; undefined where none does. */
function walk(
  objective: Objective,
  {
    point,
    step,
    value,
    rise,
  }: { readonly point: Float64Array; readonly step: Float64Array; readonly value: number; readonly rise: number },
): { readonly point: Float64Array; readonly evaluation: Evaluation } | undefined {
  const longest = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  for (let length = Math.min(1, 2 / longest); length > 1e-9; length /= 2) {
    const next = moved(point, step, length);
    const evaluation = objective(next);
    if (evaluation.value >= value + 1e-4 * length * rise - 10 * rounding * Math.abs(value)) return { point: next, evaluation };
  }
  return undefined;
}

function ended(
  { value, hessian }: Evaluation,
  at: { readonly parameters: Float64Array; readonly point: Float64Array; readonly iterations: number; readonly rise: number },
): Maximum {
  const lower = cholesky(
    hessian.map((each) => -each),
    at.point.length,
  );
  const variances = lower && inverseDiagonal(lower, at.point.length);
  const { parameters, iterations, rise } = at;
  return { parameters, standardErrors: variances?.map(Math.sqrt), value, iterations, rise, failure: undefined };
}
