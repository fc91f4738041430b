import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/** SHA-256 of all bytes before it. */
const footer = 32;

/** Writes lines, packed, with their digest behind; the file has its name only when all of it is on the disk. */
export async function writeLines(file: string, lines: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.part`;
  const hash = createHash("sha256");
  const summing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      this.push(hash.digest());
      done();
    },
  });
  try {
    await pipeline(Readable.from(withEnds(lines)), createGzip(), summing, createWriteStream(unfinished, { mode: 0o600 }));
    const handle = await open(unfinished, "r+");
    await handle.sync().finally(() => handle.close());
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

/** Whether a file is as it was written, to the last bit. */
export async function isWhole(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size <= footer) return false;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { end: size - footer - 1 })) hash.update(chunk as Buffer);
  const digest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: size - footer })) digest.push(chunk as Buffer);
  return Buffer.concat(digest).equals(hash.digest());
}

/** The lines of a file that is whole. They end where a line was ended, and not at what else Unicode calls the end of a line. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const { size } = await stat(file);
  const unpacked = createReadStream(file, { end: size - footer - 1 })
    .pipe(createGunzip())
    .setEncoding("utf8");
  let line = "";
  for await (const chunk of unpacked) {
    const [end = "", ...others] = (chunk as string).split("\n");
    line += end;
    for (const other of others) {
      yield line;
      line = other;
    }
  }
}
