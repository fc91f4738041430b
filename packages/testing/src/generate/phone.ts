import type { Random } from "./random.js";
import type { Place } from "./words.js";

const mobilePrefixes = [
  "130",
  "131",
  "132",
  "133",
  "135",
  "136",
  "137",
  "138",
  "139",
  "150",
  "151",
  "152",
  "158",
  "159",
  "176",
  "177",
  "180",
  "186",
  "187",
  "188",
  "189",
  "199",
];
/** National numbers of countries whose numbering plans leave the rest free. */
const abroad: Readonly<Record<string, readonly [code: string, prefix: string, digits: number]>> = {
  GB: ["44", "791112", 4],
  US: ["1", "212555", 4],
  DE: ["49", "1512", 7],
  FR: ["33", "612", 6],
  JP: ["81", "9012", 6],
  SG: ["65", "91", 6],
};

/** Thirteen digits of a Chinese mobile phone: `8613…`, as people write it. */
export function mobilePhone(random: Random): string {
  const number = random.pick(mobilePrefixes) + random.digits(8);
  const [first, second, third] = [number.slice(0, 3), number.slice(3, 7), number.slice(7)];
  return random.weighted([
    [number, 50],
    [`${first} ${second} ${third}`, 14],
    [`${first}-${second}-${third}`, 12],
    [`+86 ${first} ${second} ${third}`, 10],
    [`+86${number}`, 6],
    [`0086-${number}`, 3],
    [` ${number}`, 3],
    [fullWidth(number), 2],
  ]);
}

/** A fixed line of a place, sometimes with the extension of an office. */
export function fixedPhone(random: Random, place: Pick<Place, "dialling">, options: { readonly extension?: boolean } = {}): string {
  const number = `${random.int(2, 8)}${random.digits(7)}`;
  const area = place.dialling;
  const written = random.weighted([
    [`${area}-${number}`, 50],
    [`(${area})${number}`, 15],
    [`${area} ${number.slice(0, 4)} ${number.slice(4)}`, 15],
    [`+86 ${area.slice(1)} ${number}`, 20],
  ]);
  if (!options.extension) return written;
  const extension = `${random.int(1, 899)}`;
  return random.weighted([
    [`${written}转${extension}`, 50],
    [`${written} 转 ${extension}`, 20],
    [`${written} ext. ${extension}`, 15],
    [`${written}分机${extension}`, 15],
  ]);
}

/** A mobile phone of another country, with its country code. @param country - ISO 3166: GB, US, DE, FR, JP or SG */
export function foreignPhone(random: Random, country: string): string {
  const [code, prefix, digits] = abroad[country] ?? (abroad["GB"] as readonly [string, string, number]);
  const number = prefix + random.digits(digits);
  return random.weighted([
    [`+${code} ${number.slice(0, 3)} ${number.slice(3)}`, 70],
    [`+${code}${number}`, 20],
    [`00${code} ${number}`, 10],
  ]);
}

const fullWidth = (digits: string): string => digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
