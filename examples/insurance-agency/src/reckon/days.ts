/** Days as text, `2025-06-30`, reckoned without time zones: a second way, beside that of the calendar of Kehu. */
export const addDays = (on: string, days: number): string =>
  new Date(Date.parse(`${on}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The corresponding day so many months later, or the last of that month. */
export function addMonths(on: string, months: number): string {
  const [year = 0, month = 0, day = 0] = on.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))).toISOString().slice(0, 10);
}

export const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

/** The day that a cell names, written with zeros; undefined where there is no such day. */
export function dayOf(cell: string): string | undefined {
  const parts = cell.trim().split(/[-/.]/);
  if (parts.length !== 3 || !/^\d{4}$/.test(parts[0] ?? "") || !parts.slice(1).every((part) => /^\d{1,2}$/.test(part))) return undefined;
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 && year < 2200
    ? date.toISOString().slice(0, 10)
    : undefined;
}

/** The later of two times of the same form; of days, or of instants within them. */
export const later = (one: string, other: string): string => [one, other].sort()[1] as string;
export const earlier = (one: string, other: string): string => [one, other].sort()[0] as string;
