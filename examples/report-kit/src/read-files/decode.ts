import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

/** A problem with a file or with what was asked for; its message is for people, the code of a file's problem for programs. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code: string | undefined;
  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** The text of a file, piece by piece. Spreadsheets write UTF-8 with and without a mark, UTF-16 with one, and GB18030. */
export async function* readText(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(path), { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${path} is neither UTF-8, UTF-16 nor GB18030; save it as "CSV UTF-8" and run again.`, "file/encoding-unknown");
  }
}

/** The mark at the beginning decides; without one, what is strict UTF-8 to the end; else GB18030. Guessing from letters is wrong on short texts. */
export async function encodingOf(path: string): Promise<Encoding> {
  const bytes = await firstBytes(path);
  const [first = 0, second = 0, third = 0] = bytes;
  if ((first === 0x50 && second === 0x4b && third === 3) || (first === 0xd0 && second === 0xcf && third === 0x11))
    throw new UsageError(`${path} is a workbook of a spreadsheet, not text; save it as "CSV UTF-8" and run again.`, "file/workbook");
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== undefined) return unmarked;
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) strict.decode(chunk as Buffer, { stream: true });
    strict.decode();
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "gb18030";
    throw error;
  }
}

/** Names of columns are plain letters, so that every other byte is empty. */
function utf16WithoutMark(bytes: Uint8Array): Encoding | undefined {
  const pairs = bytes.length >> 1;
  const empty = (at: 0 | 1): number => bytes.filter((byte, index) => byte === 0 && index % 2 === at).length;
  if (pairs > 3 && empty(1) > pairs / 2 && empty(0) === 0) return "utf-16le";
  return pairs > 3 && empty(0) > pairs / 2 && empty(1) === 0 ? "utf-16be" : undefined;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>> | undefined;
  try {
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); look at its name and folder.`,
      "file/unreadable",
    );
  } finally {
    await file?.close();
  }
}
