import type { CalendarDate, Customer } from "@kehu/core";
import { escaped, foldLine } from "./icalendar.js";

type Party = Pick<Customer, "id" | "kind" | "displayName" | "birthOn" | "language" | "contactPoints">;
type Point = Party["contactPoints"][number];

const lineOf: { readonly [K in Point["kind"]]: (value: string) => string } = {
  phone: (value) => `TEL;VALUE=text:${escaped(value)}`,
  fax: (value) => `TEL;VALUE=text;TYPE=fax:${escaped(value)}`,
  email: (value) => `EMAIL:${escaped(value)}`,
  // an address that is not taken apart is its street
  address: (value) => `ADR:;;${escaped(value)};;;;`,
  instantMessaging: (value) => `IMPP;VALUE=text:${escaped(value)}`,
  // a URI is no text, and nothing in it is escaped
  web: (value) => `URL:${value.replace(/[\r\n]/g, "")}`,
};

/** A party of a policy as a card: who it is and how it is reached on a day. Numbers of its documents stay where they are. @see RFC 6350 */
export function vcard({ id, kind, displayName, birthOn, language, contactPoints }: Party, { on }: { readonly on: CalendarDate }): string {
  const holds = ({ validFrom, validUntil }: Point): boolean => (validFrom ?? on) <= on && (validUntil ?? on) >= on;
  const lines = [
    "BEGIN:VCARD",
    "VERSION:4.0",
    `UID:${id}`,
    `KIND:${kind === "person" ? "individual" : "org"}`,
    `FN:${escaped(displayName)}`,
    ...(birthOn === undefined ? [] : [`BDAY:${birthOn.replaceAll("-", "")}`]),
    ...(language === undefined ? [] : [`LANG:${escaped(language)}`]),
    ...contactPoints.filter(holds).map((point) => lineOf[point.kind](point.value)),
    "END:VCARD",
  ];
  return [...lines, ""].map(foldLine).join("\r\n");
}
