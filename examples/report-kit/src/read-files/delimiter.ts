import { both } from "../page/text.js";

/** What spreadsheets put between cells, as people call it. */
export const delimiters = { ",": both("comma", "逗号"), ";": both("semicolon", "分号"), "\t": both("tab", "制表符") } as const;
export type Delimiter = keyof typeof delimiters;

/** What separates the cells of a file: whatever makes most of the wanted names out of its header. */
export function delimiterOf(header: string, wanted: readonly string[]): Delimiter {
  const found = (delimiter: string): number => namesIn(header, delimiter).filter((name) => wanted.includes(name)).length;
  return (Object.keys(delimiters) as Delimiter[]).reduce((best, each) => (found(each) > found(best) ? each : best));
}

/** A sign that separates the names in a header, though it is none that is read here. */
export const otherDelimiter = (header: string, wanted: readonly string[]): string | undefined =>
  ["|", "，", "；", ":", "^", " "].find((sign) => namesIn(header, sign).filter((name) => wanted.includes(name)).length > 1);

/** `sep=;` in the first line, as some spreadsheets write it; the header says the same. */
export const isAnnouncement = (line: string): boolean => /^\ufeff?"?sep=.?"?\s*$/i.test(line);

const namesIn = (header: string, delimiter: string): readonly string[] =>
  header
    .slice(0, 10_000)
    .split(delimiter)
    .map((name) =>
      name
        .replace(/^\ufeff/, "")
        .replaceAll('"', "")
        .trim(),
    );
