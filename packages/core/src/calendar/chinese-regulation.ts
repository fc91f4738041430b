import { type DayNumber, dayNumber } from "./day-number.js";

/** Days of the lunar calendar count from the festival: −1 is the eve (除夕) of the Spring Festival. */
interface Regulation {
  readonly fromYear: number;
  readonly springFestival: readonly number[];
  readonly labourDays: number;
  /** Qingming, Dragon Boat and Mid-Autumn, one day each. */
  readonly traditional: boolean;
}

/** 全国年节及纪念日放假办法, Article 2: State Council Decrees 270 (1999), 513 (2007), 644 (2013) and 795 (2024), from the year each takes effect. */
const regulations: readonly Regulation[] = [
  { fromYear: 2025, springFestival: [-1, 0, 1, 2], labourDays: 2, traditional: true },
  { fromYear: 2014, springFestival: [0, 1, 2], labourDays: 1, traditional: true },
  { fromYear: 2008, springFestival: [-1, 0, 1], labourDays: 1, traditional: true },
  { fromYear: 2000, springFestival: [0, 1, 2], labourDays: 3, traditional: false },
];

const monthDay = (year: number, text: string): DayNumber => dayNumber(year, Number(text.slice(0, 2)), Number(text.slice(2)));

/**
 * The holidays that the regulation fixes for every citizen in mainland China, without the swaps that only a year's notice can make:
 * New Year 1 January, Spring Festival, Qingming, Labour Day, Dragon Boat, Mid-Autumn, and National Day 1 to 3 October.
 *
 * Article 7 grants a workday off for a holiday on a weekend, but leaves the day to the notice; it is not guessed.
 *
 * @returns undefined outside 2000 to 2099
 */
export function chineseStatutoryDays(year: number): readonly DayNumber[] | undefined {
  const regulation = regulations.find(({ fromYear }) => year >= fromYear);
  const [spring, qingming, dragonBoat, midAutumn] = festivals[year]?.split(" ") ?? [];
  if (!regulation || !spring || !qingming || !dragonBoat || !midAutumn) return undefined;
  const fixed = [dayNumber(year, 1, 1), ...[1, 2, 3].map((day) => dayNumber(year, 10, day))];
  const labour = [1, 2, 3].slice(0, regulation.labourDays).map((day) => dayNumber(year, 5, day));
  const lunar = regulation.springFestival.map((offset) => monthDay(year, spring) + offset);
  const traditional = regulation.traditional ? [qingming, dragonBoat, midAutumn].map((text) => monthDay(year, text)) : [];
  return [...fixed, ...labour, ...lunar, ...traditional];
}

/**
 * Spring Festival, Qingming, Dragon Boat and Mid-Autumn by GB/T 33661-2017, from chinese-days 1.5.7 run in UTC, compared with ICU's
 * Chinese calendar (which is a day off at the new moons of 2027-02-06, 23:56 and 2030-02-03, 00:07 Beijing time) and, for Qingming,
 * with the sun's longitude after Meeus.
 */
const festivals: Readonly<Record<number, string>> = {
  2000: "0205 0404 0606 0912",
  2001: "0124 0405 0625 1001",
  2002: "0212 0405 0615 0921",
  2003: "0201 0405 0604 0911",
  2004: "0122 0404 0622 0928",
  2005: "0209 0405 0611 0918",
  2006: "0129 0405 0531 1006",
  2007: "0218 0405 0619 0925",
  2008: "0207 0404 0608 0914",
  2009: "0126 0404 0528 1003",
  2010: "0214 0405 0616 0922",
  2011: "0203 0405 0606 0912",
  2012: "0123 0404 0623 0930",
  2013: "0210 0404 0612 0919",
  2014: "0131 0405 0602 0908",
  2015: "0219 0405 0620 0927",
  2016: "0208 0404 0609 0915",
  2017: "0128 0404 0530 1004",
  2018: "0216 0405 0618 0924",
  2019: "0205 0405 0607 0913",
  2020: "0125 0404 0625 1001",
  2021: "0212 0404 0614 0921",
  2022: "0201 0405 0603 0910",
  2023: "0122 0405 0622 0929",
  2024: "0210 0404 0610 0917",
  2025: "0129 0404 0531 1006",
  2026: "0217 0405 0619 0925",
  2027: "0206 0405 0609 0915",
  2028: "0126 0404 0528 1003",
  2029: "0213 0404 0616 0922",
  2030: "0203 0405 0605 0912",
  2031: "0123 0405 0624 1001",
  2032: "0211 0404 0612 0919",
  2033: "0131 0404 0601 0908",
  2034: "0219 0405 0620 0927",
  2035: "0208 0405 0610 0916",
  2036: "0128 0404 0530 1004",
  2037: "0215 0404 0618 0924",
  2038: "0204 0405 0607 0913",
  2039: "0124 0405 0527 1002",
  2040: "0212 0404 0614 0920",
  2041: "0201 0404 0603 0910",
  2042: "0122 0404 0622 0928",
  2043: "0210 0405 0611 0917",
  2044: "0130 0404 0531 1005",
  2045: "0217 0404 0619 0925",
  2046: "0206 0404 0608 0915",
  2047: "0126 0405 0529 1004",
  2048: "0214 0404 0615 0922",
  2049: "0202 0404 0604 0911",
  2050: "0123 0404 0623 0930",
  2051: "0211 0405 0613 0919",
  2052: "0201 0404 0601 0907",
  2053: "0219 0404 0620 0926",
  2054: "0208 0404 0610 0916",
  2055: "0128 0405 0530 1005",
  2056: "0215 0404 0617 0924",
  2057: "0204 0404 0606 0913",
  2058: "0124 0404 0625 1002",
  2059: "0212 0405 0614 0921",
  2060: "0202 0404 0603 0909",
  2061: "0121 0404 0622 0928",
  2062: "0209 0404 0611 0917",
  2063: "0129 0405 0601 1006",
  2064: "0217 0404 0619 0925",
  2065: "0205 0404 0608 0915",
  2066: "0126 0404 0528 1003",
  2067: "0214 0405 0616 0923",
  2068: "0203 0404 0604 0911",
  2069: "0123 0404 0623 0929",
  2070: "0211 0404 0613 0919",
  2071: "0131 0405 0602 0908",
  2072: "0219 0404 0620 0926",
  2073: "0207 0404 0610 0916",
  2074: "0127 0404 0530 1005",
  2075: "0215 0404 0617 0924",
  2076: "0205 0404 0606 0912",
  2077: "0124 0404 0624 1001",
  2078: "0212 0404 0614 0920",
  2079: "0202 0404 0604 0910",
  2080: "0122 0404 0622 0928",
  2081: "0209 0404 0611 0917",
  2082: "0129 0404 0601 1006",
  2083: "0217 0404 0619 0926",
  2084: "0206 0404 0607 0914",
  2085: "0126 0404 0527 1003",
  2086: "0214 0404 0615 0922",
  2087: "0203 0404 0605 0911",
  2088: "0124 0404 0623 0929",
  2089: "0210 0404 0613 0918",
  2090: "0130 0404 0602 0908",
  2091: "0218 0404 0621 0927",
  2092: "0207 0404 0609 0916",
  2093: "0127 0404 0529 1005",
  2094: "0215 0404 0617 0924",
  2095: "0205 0404 0606 0913",
  2096: "0125 0404 0624 0930",
  2097: "0212 0404 0614 0920",
  2098: "0201 0404 0604 0909",
  2099: "0121 0404 0623 0929",
};
