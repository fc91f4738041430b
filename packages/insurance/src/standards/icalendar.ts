import type { CalendarDate, Instant } from "@kehu/core";

/** A day to remember: a premium falls due, a grace period or a cover ends. */
export interface CalendarEvent {
  /** The same event keeps it, so that a calendar replaces it. */
  readonly uid: string;
  readonly on: CalendarDate;
  readonly summary: string;
}

const oneDayLater = (on: CalendarDate): string => new Date(Date.parse(on) + 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
/** Text as a value of a calendar or a card. @see RFC 5545, section 3.3.11; RFC 6350, section 3.4 */
export const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, "\\n");
const octets = (sign: string): number => {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
};

/** Lines of at most 75 octets; a letter of several octets stays whole. @see RFC 5545, section 3.1 */
export function foldLine(line: string): string {
  let folded = "";
  let length = 0;
  for (const sign of line) {
    const size = octets(sign);
    if (length + size > 75) {
      folded += "\r\n ";
      length = 1;
    }
    folded += sign;
    length += size;
  }
  return folded;
}

/** A calendar of whole days. @see RFC 5545 */
export function icalendar(events: readonly CalendarEvent[], { now }: { readonly now: Instant }): string {
  const stamp = `${now.slice(0, 19).replace(/[-:]/g, "")}Z`;
  const lines = events.flatMap(({ uid, on, summary }) => [
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${on.replaceAll("-", "")}`,
    `DTEND;VALUE=DATE:${oneDayLater(on)}`,
    `SUMMARY:${escaped(summary)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kehu//insurance//EN", ...lines, "END:VCALENDAR", ""].map(foldLine).join("\r\n");
}

interface PolicyDays {
  readonly policyNumber: string;
  readonly dueOn?: CalendarDate | undefined;
  readonly graceEndsOn?: CalendarDate | undefined;
  readonly expiresOn?: CalendarDate | undefined;
}
/** The days of a policy; `say` gives their words in the language of the reader. */
export function eventsOf(
  days: PolicyDays,
  say: (kind: "due" | "graceEnds" | "expires", policyNumber: string) => string,
): readonly CalendarEvent[] {
  const { policyNumber, dueOn, graceEndsOn, expiresOn } = days;
  const named = [
    ["due", dueOn],
    ["graceEnds", graceEndsOn],
    ["expires", expiresOn],
  ] as const;
  return named.flatMap(([kind, on]) =>
    on === undefined ? [] : [{ uid: `${kind}-${policyNumber}-${on}@kehu`, on, summary: say(kind, policyNumber) }],
  );
}
