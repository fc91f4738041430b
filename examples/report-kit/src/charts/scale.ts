/** Where a value lies on a stretch of the drawing. */
export const scale =
  ([from, to]: readonly [number, number], [start, end]: readonly [number, number]) =>
  (value: number): number =>
    round(start + ((value - from) / (to - from || 1)) * (end - start));
export const round = (value: number): number => Math.round(value * 10) / 10;

/** Round values that span a stretch, four to seven of them: 0, 50, 100. */
export function ticks(from: number, to: number): readonly number[] {
  const rough = (to - from || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.floor(from / step);
  const last = Math.ceil(to / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
