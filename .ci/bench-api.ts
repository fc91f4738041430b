/** What a `*.bench.ts` file exports as its default: an array of these. */
export interface Benchmark {
  readonly name: string;
  /** What is counted: "operation", "row", "open". */
  readonly unit: string;
  /** Each function does one round and returns how many units it did; the first one is ours. */
  readonly variants: Readonly<Record<string, () => number | Promise<number>>>;
  /** The variant that the others are compared with. */
  readonly baseline?: string;
  /** At least so many units per second on the reference machine, or at most so many times as slow as the baseline. */
  readonly aim?: { readonly perSecond: number } | { readonly timesBaseline: number };
  readonly rounds?: number;
  /** What it does cannot be done a second time: one round, and none before it to warm up. */
  readonly once?: boolean;
  setup?(): void | Promise<void>;
  teardown?(): void | Promise<void>;
}

export interface Row {
  readonly name: string;
  readonly variant: string;
  readonly unit: string;
  readonly perSecond: number;
  /** How fast the machine was meanwhile; the reference is 1. */
  readonly factor: number;
  /** Median of the ratios of each round; above 1 is slower than the baseline. */
  readonly timesBaseline?: number;
  readonly aim?: string;
  readonly met?: boolean;
}

/** Declares a benchmark; only here so that a mistake is shown where it is written. */
export const bench = (benchmark: Benchmark): Benchmark => benchmark;

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/**
 * Runs the variants in turn, round by round and in changing order, so that a busy moment of the machine meets all of them.
 *
 * @param speed - how fast this machine is just now, where the reference is 1; asked before and after each round, for it changes within minutes
 */
export async function measure(benchmark: Benchmark, speed: () => number): Promise<readonly Row[]> {
  const { name, unit, variants, baseline, aim, once = false } = benchmark;
  const rounds = once ? 1 : (benchmark.rounds ?? 5);
  const names = Object.keys(variants);
  const times = new Map<string, number[]>(names.map((variant) => [variant, []]));
  const speeds: number[] = [];
  await benchmark.setup?.();
  try {
    // Round 0 warms up and is not counted.
    for (let round = once ? 1 : 0; round <= rounds; round += 1) {
      if (round > 0) speeds.push(speed());
      for (const variant of round % 2 === 0 ? names : names.toReversed()) {
        const started = performance.now();
        const units = (await variants[variant]?.()) ?? 0;
        if (round > 0) times.get(variant)?.push((performance.now() - started) / units);
      }
    }
    speeds.push(speed());
  } finally {
    await benchmark.teardown?.();
  }
  const factor = median(speeds);
  return names.map((variant) => {
    const own = times.get(variant) ?? [];
    const peer = baseline !== undefined && variant !== baseline ? times.get(baseline) : undefined;
    const perSecond = 1000 / median(own);
    const timesBaseline = peer && median(own.map((time, round) => time / (peer[round] ?? Number.NaN)));
    return {
      name,
      variant,
      unit,
      perSecond,
      factor,
      ...(timesBaseline === undefined ? {} : { timesBaseline }),
      ...(aim === undefined || variant !== names[0] ? {} : judged(aim, { perSecond: perSecond / factor, timesBaseline })),
    };
  });
}

function judged(
  aim: NonNullable<Benchmark["aim"]>,
  { perSecond, timesBaseline = Number.NaN }: { readonly perSecond: number; readonly timesBaseline: number | undefined },
): { readonly aim: string; readonly met: boolean } {
  if ("perSecond" in aim) return { aim: `>= ${aim.perSecond}/s`, met: perSecond >= aim.perSecond };
  return { aim: `<= ${aim.timesBaseline} x`, met: timesBaseline <= aim.timesBaseline };
}
