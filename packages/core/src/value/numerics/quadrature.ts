/** Points and weights of a rule on the interval from 0 to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss-Legendre rule with so many points, exact for polynomials of degree 2n - 1.
 *
 * @see NIST Digital Library of Mathematical Functions, 3.5.v
 */
export function gaussLegendre(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 8; turn += 1) {
      const legendre = legendreAt(count, x);
      slope = legendre.slope;
      x -= legendre.value / slope;
    }
    points[index] = (1 - x) / 2;
    weights[index] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

function legendreAt(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= degree; k += 1) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}

export const rule32 = gaussLegendre(32);

/** The integral of a smooth function, with 32 points in each of so many equal panels. */
export function integrate(
  integrand: (at: number) => number,
  { from, to, panels }: { readonly from: number; readonly to: number; readonly panels: number },
): number {
  const width = (to - from) / panels;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1)
    for (let point = 0; point < 32; point += 1)
      sum += (rule32.weights[point] as number) * integrand(from + width * (panel + (rule32.points[point] as number)));
  return sum * width;
}
