export interface Line {
  /** From 1, as an editor counts them. */
  readonly number: number;
  readonly text: string;
  /** It was longer than a line may be, and is cut. */
  readonly tooLong?: boolean;
}
export const longestLine = 65_536;

/** The lines of a text that comes in pieces, whichever way they end. Holds one line at a time, and no more of it than a line may have. */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<Line> {
  let rest = "";
  let number = 0;
  let skipping = false;
  let afterReturn = false;
  for await (const piece of pieces) {
    // a line end may be cut in two between the pieces
    let text = afterReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    if (piece !== "") afterReturn = piece.endsWith("\r");
    text = rest + text;
    rest = "";
    const parts = text.split(/\r\n|\n|\r/);
    rest = parts.pop() ?? "";
    for (const part of parts) {
      number += 1;
      if (skipping) skipping = false;
      else yield lineOf(number, part);
    }
    if (rest.length > longestLine) {
      if (!skipping) yield lineOf(number + 1, rest);
      skipping = true;
      rest = "";
    }
  }
  if (rest !== "" && !skipping) yield lineOf(number + 1, rest);
}

const lineOf = (number: number, text: string): Line =>
  text.length > longestLine ? { number, text: text.slice(0, longestLine), tooLong: true } : { number, text };
