/** More terms are needed only for z above 0.9999, where the models have no business. */
const mostTerms = 200_000;

/**
 * Natural logarithm of Gauss' hypergeometric function 2F1(a, b; c; z), for c > 0 and 0 <= z < 1: in the logarithm, because the
 * function itself overflows for customers of some hundred purchases. Euler's transformation is used where it makes the terms smaller.
 *
 * @returns NaN outside that range, and where the function is negative
 * @see NIST Digital Library of Mathematical Functions, 15.2.1 and 15.8.1
 */
export function lnHypergeometric(parameters: HypergeometricParameters, z: number): number {
  const { a, b, c } = parameters;
  if (!(z >= 0 && z < 1 && c > 0)) return Number.NaN;
  const isSmaller = Math.abs(c - a) * Math.abs(c - b) < Math.abs(a * b);
  return isSmaller ? (c - a - b) * Math.log1p(-z) + lnSeries({ a: c - a, b: c - b, c }, z) : lnSeries(parameters, z);
}

interface HypergeometricParameters {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const lnSeries = (parameters: HypergeometricParameters, z: number): number =>
  Math.log1p(((parameters.a * parameters.b) / parameters.c) * z * hypergeometricRest(parameters, z));

/** (2F1(a, b; c; z) - 1) c / (a b z): a series that begins with 1 and is exact where a, b or c come near 0. */
export function hypergeometricRest({ a, b, c }: HypergeometricParameters, z: number): number {
  let term = 1;
  let sum = 1;
  let lost = 0;
  for (let k = 1; k < mostTerms && Math.abs(term) > 1e-17 * Math.abs(sum); k += 1) {
    term *= ((a + k) / (c + k)) * ((b + k) / (k + 1)) * z;
    const next = sum + (term - lost);
    lost = next - sum - (term - lost);
    sum = next;
  }
  return sum;
}
