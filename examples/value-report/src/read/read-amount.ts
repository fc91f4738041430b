/** What stands between whole units and their parts; the other one of the two groups thousands. */
export type DecimalSign = "." | ",";
/** An amount as it is written: `units` over 10 to the power of `decimals`. */
export interface Decimal {
  readonly units: bigint;
  readonly decimals: number;
}
/** The parts of a cell before anybody knows its decimal sign. */
export interface AmountParts {
  readonly isNegative: boolean;
  /** Digits with dots and commas. */
  readonly number: string;
  /** 0, or the power of ten behind an E. */
  readonly exponent: number;
  readonly currency: string | undefined;
}

const signs: Readonly<Record<string, string>> = {
  $: "USD",
  US$: "USD",
  "€": "EUR",
  "£": "GBP",
  "¥": "CNY",
  RMB: "CNY",
  元: "CNY",
  圆: "CNY",
  人民币: "CNY",
  HK$: "HKD",
  NT$: "TWD",
  A$: "AUD",
  C$: "CAD",
  S$: "SGD",
  R$: "BRL",
  "₹": "INR",
  "₩": "KRW",
  "₽": "RUB",
  "₺": "TRY",
  円: "JPY",
};
const codes = new Set(Intl.supportedValuesOf("currency"));
const plain = /^(-?)(\d[\d.,]*)$/;
const anyAmount =
  /^(?<open>\()?\s*(?<minus>[+-])?\s*(?<front>[^\d\s.,()+-]{1,4})?\s*(?<inner>[+-])?\s*(?<number>[.,]?\d[\d.,' \u2019]*)(?:e(?<exponent>[+-]?\d{1,2}))?\s*(?<back>[^\d\s.,()+-]{1,4})?\s*(?<after>-)?\s*(?<close>\))?$/i;

/** Undefined where a cell is no amount. */
export function amountParts(cell: string): AmountParts | undefined {
  const quick = plain.exec(cell);
  if (quick) return { isNegative: quick[1] === "-", number: quick[2] as string, exponent: 0, currency: undefined };
  const text = cell
    .normalize("NFKC")
    .replace(/\u2212/g, "-")
    .trim();
  const { open, minus, front, inner, number, exponent, back, after, close } = anyAmount.exec(text)?.groups ?? {};
  if (number === undefined || (open === undefined) !== (close === undefined)) return undefined;
  const isNegative = [minus, inner, after].filter((sign) => sign === "-").length + (open === undefined ? 0 : 1);
  const named = [front, back].filter((each) => each !== undefined);
  const currencies = named.map(currencyNamed);
  if (isNegative > 1 || currencies.includes(undefined) || new Set(currencies).size > 1) return undefined;
  const ungrouped = withoutGaps(number.trim());
  return ungrouped === undefined
    ? undefined
    : { isNegative: isNegative === 1, number: ungrouped, exponent: Number(exponent ?? 0), currency: currencies[0] };
}

/** The currency that a cell of its own names, by code or sign; undefined where it names none. */
export function currencyNamed(cell: string): string | undefined {
  const name = cell.normalize("NFKC").trim().toUpperCase();
  return signs[name] ?? (codes.has(name) ? name : undefined);
}

/** Thousands that are grouped by spaces or apostrophes; undefined where the groups are none. */
function withoutGaps(number: string): string | undefined {
  if (!/[' \u2019]/.test(number)) return number;
  return /^\d{1,3}(?:[' \u2019]\d{3})+(?:[.,]\d+)?$/.test(number) ? number.replace(/[' \u2019]/g, "") : undefined;
}

/** The decimal sign that a number shows; undefined where it has none or may have either, such as `1,234`. */
export function shownDecimalSign(number: string): DecimalSign | undefined {
  const dot = number.lastIndexOf(".");
  const comma = number.lastIndexOf(",");
  if (dot < 0 && comma < 0) return undefined;
  if (dot >= 0 && comma >= 0) return dot > comma ? "." : ",";
  const [sign, other, at]: readonly [DecimalSign, DecimalSign, number] = dot >= 0 ? [".", ",", dot] : [",", ".", comma];
  if (number.indexOf(sign) < at) return other;
  return number.length - at - 1 === 3 && /^[1-9]\d{0,2}$/.test(number.slice(0, at)) ? undefined : sign;
}
/** `1,234` and `1.234`, which only the rest of a file can explain. */
export const mayGroup = (number: string): boolean => /[.,]/.test(number) && shownDecimalSign(number) === undefined;

const forms: Readonly<Record<DecimalSign, RegExp>> = {
  ".": /^(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d*)(?:\.(\d*))?$/,
  ",": /^(?:\d{1,3}(?:\.\d{2,3})*\.\d{3}|\d*)(?:,(\d*))?$/,
};

/** The exact value; undefined where the number is not written with this decimal sign. */
export function decimalOf({ isNegative, number, exponent }: AmountParts, sign: DecimalSign): Decimal | undefined {
  const form = forms[sign].exec(number);
  const digits = number.replace(/[.,]/g, "");
  if (!form || digits === "" || digits.length > 40) return undefined;
  const decimals = (form[1]?.length ?? 0) - exponent;
  const units = BigInt(digits) * (isNegative ? -1n : 1n);
  return decimals < 0 ? { units: units * 10n ** BigInt(-decimals), decimals: 0 } : { units, decimals };
}

export const times = (one: Decimal, other: Decimal): Decimal => ({
  units: one.units * other.units,
  decimals: one.decimals + other.decimals,
});

/** With so many decimals, rounded half to even where there were more. */
export function roundedTo(digits: number, { units, decimals }: Decimal): { readonly units: bigint; readonly isExact: boolean } {
  if (decimals <= digits) return { units: units * 10n ** BigInt(digits - decimals), isExact: true };
  const divisor = 10n ** BigInt(decimals - digits);
  const [quotient, rest] = [units / divisor, units % divisor];
  const twice = 2n * (rest < 0n ? -rest : rest);
  const away = twice > divisor || (twice === divisor && quotient % 2n !== 0n);
  return { units: quotient + (away ? (units < 0n ? -1n : 1n) : 0n), isExact: rest === 0n };
}
