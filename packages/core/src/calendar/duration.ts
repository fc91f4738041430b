import { KehuError } from "../error.js";
import { digits } from "./day-number.js";

/** A length taken apart: months and days follow the calendar, milliseconds are exact time. All of one sign. */
export interface Length {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
}

const pattern =
  /^(-?)P(?=\d|T\d)(?:(\d{1,7})Y)?(?:(\d{1,7})M)?(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,10})(?:[.](\d{1,6}))?H)?(?:(\d{1,10})(?:[.](\d{1,6}))?M)?(?:(\d{1,14})(?:[.](\d{1,3}))?S)?)?$/;

const milliseconds = (whole: string | undefined, fraction: string | undefined, unit: number): number =>
  Number(whole ?? 0) * unit + (fraction === undefined ? 0 : Math.round((Number(fraction) / 10 ** fraction.length) * unit));

/**
 * Reads an ISO 8601 duration such as `P1Y2M`, `P30D`, `PT1.5H` or `-P7D`.
 *
 * @throws KehuError `core/duration-invalid`
 */
export function parseLength(text: string, place: string): Length {
  return oneTerm(text) ?? anyLength(text, place);
}

/** `P30D` and the like, which need no pattern. */
function oneTerm(text: string): Length | undefined {
  const count = typeof text === "string" && text.length <= 8 && text[0] === "P" ? digits(text, 1, text.length - 2) : Number.NaN;
  if (Number.isNaN(count) || text.length < 3) return undefined;
  const unit = text.at(-1);
  if (unit === "D" || unit === "W") return { months: 0, days: unit === "W" ? count * 7 : count, milliseconds: 0 };
  return unit === "M" || unit === "Y" ? { months: unit === "Y" ? count * 12 : count, days: 0, milliseconds: 0 } : undefined;
}

function anyLength(text: string, place: string): Length {
  const found = typeof text === "string" && text.length <= 64 ? pattern.exec(text) : null;
  if (found === null) {
    throw new KehuError("core/duration-invalid", `${place} is not a duration. Write it in ISO 8601, such as P30D, P1M or PT90M.`, {
      details: { place },
    });
  }
  const [, minus, years, months, weeks, days, hours, hourPart, minutes, minutePart, seconds, secondPart] = found;
  const sign = minus === "-" ? -1 : 1;
  // Adding 0 turns the −0 of a negated nothing into 0.
  return {
    months: sign * (Number(years ?? 0) * 12 + Number(months ?? 0)) + 0,
    days: sign * (Number(weeks ?? 0) * 7 + Number(days ?? 0)) + 0,
    milliseconds:
      sign *
        (milliseconds(hours, hourPart, 3_600_000) + milliseconds(minutes, minutePart, 60_000) + milliseconds(seconds, secondPart, 1000)) +
      0,
  };
}

/** Milliseconds as an ISO 8601 duration of exact time, `PT12.345S`. */
export function exactDuration(length: number): string {
  const seconds = Math.floor(Math.abs(length) / 1000);
  const rest = Math.abs(length) % 1000;
  return `${length < 0 ? "-" : ""}PT${seconds}${rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`}S`;
}
