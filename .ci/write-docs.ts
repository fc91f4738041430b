// Writes what is generated in the documentation: docs/errors.md, and the code blocks that name a file.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { pages, withCode } from "./code-blocks.js";
import { errorCodes, errorsPage } from "./errors.js";

writeFileSync("docs/errors.md", errorsPage(errorCodes()));
for (const page of pages().filter(existsSync)) {
  const text = readFileSync(page, "utf8");
  if (withCode(text) !== text) writeFileSync(page, withCode(text));
}
