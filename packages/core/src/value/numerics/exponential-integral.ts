import { integrate } from "./quadrature.js";

/** Beyond, e^-x is below the last digit of 1. */
const negligible = 45;

/**
 * Integral of (1+v)^-order e^(-rate v) over v > 0: the exponential integral of real order, times e^rate. Order and rate are above 0.
 *
 * @see NIST Digital Library of Mathematical Functions, 8.19.2 and 8.19.17
 */
export function scaledExponentialIntegral(order: number, rate: number): number {
  return rate > 1 ? continuedFraction(order, rate) : byQuadrature(order, rate);
}

function continuedFraction(order: number, rate: number): number {
  let partial = rate + order;
  let ratio = 1 / 1e-300;
  let inverse = 1 / partial;
  let value = inverse;
  for (let k = 1; k < 10_000; k += 1) {
    const numerator = -k * (order - 1 + k);
    partial += 2;
    inverse = 1 / (numerator * inverse + partial);
    ratio = partial + numerator / ratio;
    const change = ratio * inverse;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

function byQuadrature(order: number, rate: number): number {
  const to = Math.min(Math.log1p(negligible / rate), order > 1 ? negligible / (order - 1) : Number.POSITIVE_INFINITY);
  return integrate((y) => Math.exp((1 - order) * y - rate * Math.expm1(y)), { from: 0, to, panels: Math.ceil(to / 2) });
}
