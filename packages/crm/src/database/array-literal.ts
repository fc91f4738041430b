/** Writes a list as PostgreSQL writes arrays: every text in quotes, a missing element as NULL. */
export function writeArray(elements: readonly unknown[], encode: (element: unknown) => string | Buffer | null): string {
  let [last, text]: [unknown, string] = [undefined, "NULL"];
  // rows of one write have much in common
  const texts = elements.map((element) => {
    if (element !== last) [last, text] = [element, writeElement(encode(element))];
    return text;
  });
  return `{${texts.join(",")}}`;
}

function writeElement(element: string | Buffer | null): string {
  if (element === null) return "NULL";
  // Bytes inside an array travel as hexadecimal text, whose backslash is doubled by the array's own quoting.
  if (typeof element !== "string") return `"\\\\x${element.toString("hex")}"`;
  if (!/["\\]/.test(element)) return `"${element}"`;
  // JSON quotes in the same way all but control characters, in a quarter of the time; most of what needs quoting is JSON itself
  return /\p{Cc}/u.test(element) ? `"${element.replace(/["\\]/g, "\\$&")}"` : JSON.stringify(element);
}

/**
 * Reads an array of one dimension. An unquoted NULL is a missing element, a quoted "NULL" is the word.
 *
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function readArray(literal: string, decode: (element: string) => unknown): readonly unknown[] {
  if (!literal.startsWith("{")) throw new RangeError("An array whose bounds do not begin at 1 cannot be read.");
  // most are of numbers, which stand there as they are
  if (/^\{[^{}"\\]+\}$/.test(literal))
    return literal
      .slice(1, -1)
      .split(",")
      .map((text) => (text === "NULL" ? null : decode(text)));
  const elements: unknown[] = [];
  let at = 1;
  while (literal[at] !== "}") {
    const quoted = literal[at] === '"';
    const end = quoted ? closingQuote(literal, at + 1) : endOfWord(literal, at);
    const text = literal.slice(quoted ? at + 1 : at, end);
    if (quoted) elements.push(decode(text.includes("\\") ? text.replace(/\\(.)/gs, "$1") : text));
    else elements.push(text === "NULL" ? null : decode(text));
    at = quoted ? end + 1 : end;
    if (literal[at] === ",") at += 1;
  }
  return elements;
}

function closingQuote(literal: string, from: number): number {
  for (let at = from; at < literal.length; at += 1) {
    if (literal[at] === "\\") at += 1;
    else if (literal[at] === '"') return at;
  }
  throw new RangeError("An array ends inside of a quoted element.");
}

function endOfWord(literal: string, from: number): number {
  if (literal[from] === "{") throw new RangeError("An array of several dimensions cannot be read.");
  for (let at = from; at < literal.length; at += 1) if (literal[at] === "," || literal[at] === "}") return at;
  throw new RangeError("An array ends before its closing brace.");
}
