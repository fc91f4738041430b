/**
 * A short name for columns of numbers: equal columns have the same one, and two that differ hardly ever. It protects nothing against
 * whoever means harm.
 *
 * @see Fowler, Noll & Vo, FNV-1a, in two lanes of 32 bits
 */
export function fingerprint(columns: readonly Float64Array[]): string {
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (const column of columns) {
    const words = new Uint32Array(Float64Array.from(column).buffer);
    for (let index = 0; index < words.length; index += 1) {
      one = Math.imul(one ^ (words[index] as number), 0x01000193);
      other = Math.imul((other ^ (words[index] as number)) + (one >>> 15), 0x85ebca6b);
    }
  }
  return [one, other].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
}
