/** From here on the asymptotic series are exact to the last digits; smaller arguments are shifted up. */
const seriesFrom = 8;
const halfLnTwoPi = 0.918_938_533_204_672_8;

/**
 * Natural logarithm of the gamma function, for arguments above 0; NaN elsewhere. Correct to about 2e-15, absolute near 1 and 2.
 *
 * @see NIST Digital Library of Mathematical Functions, 5.11.1
 */
export function lnGamma(argument: number): number {
  if (!(argument > 0)) return Number.NaN;
  let x = argument;
  let product = 1;
  while (x < seriesFrom) product *= x++;
  const y = 1 / (x * x);
  const series =
    (1 / 12 -
      y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - y * (691 / 360_360 - y * (1 / 156 - (y * 3617) / 122_400))))))) /
    x;
  return (x - 0.5) * Math.log(x) - x + halfLnTwoPi + series - (product === 1 ? 0 : Math.log(product));
}

/**
 * First derivative of {@link lnGamma}, for arguments above 0.
 *
 * @see NIST Digital Library of Mathematical Functions, 5.11.2
 */
export function digamma(argument: number): number {
  let x = argument;
  let shift = 0;
  while (x < seriesFrom) shift += 1 / x++;
  const y = 1 / (x * x);
  const series =
    y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * (1 / 132 - y * (691 / 32_760 - y * (1 / 12 - (y * 3617) / 8160)))))));
  return Math.log(x) - 0.5 / x - series - shift;
}

/**
 * Second derivative of {@link lnGamma}, for arguments above 0.
 *
 * @see NIST Digital Library of Mathematical Functions, 5.15.8
 */
export function trigamma(argument: number): number {
  let x = argument;
  let shift = 0;
  while (x < seriesFrom) {
    shift += 1 / (x * x);
    x += 1;
  }
  const y = 1 / (x * x);
  const series = 1 / 6 - y * (1 / 30 - y * (1 / 42 - y * (1 / 30 - y * (5 / 66 - y * (691 / 2730 - y * (7 / 6 - (y * 3617) / 510))))));
  return shift + (1 + 0.5 / x + y * series) / x;
}

/** Natural logarithm of the beta function, for arguments above 0. */
export const lnBeta = (a: number, b: number): number => lnGamma(a) + lnGamma(b) - lnGamma(a + b);
