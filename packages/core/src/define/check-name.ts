import { invalidDefinition } from "./invalid.js";

const inPack = /^[a-z]+(-[a-z]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const said = "small letters, digits and hyphens, beginning with a letter, after the pack and a slash";

/** Definitions are called `pack/kebab-name`; those that are built in need no pack. */
export function checkName(construct: string, name: string): void {
  if (!inPack.test(typeof name === "string" && !name.includes("/") ? `kehu/${name}` : name))
    throw invalidDefinition(`The ${construct} "${name}"`, `needs a name such as "insurance/pay-premium": ${said}`);
}

/** The same for what only a pack has. */
export function checkNameInPack(construct: "parameter" | "refusal", name: string): void {
  if (inPack.test(name)) return;
  const example = construct === "refusal" ? "insurance/not-covered" : "insurance/grace-days";
  throw invalidDefinition(
    `The ${construct} "${name}"`,
    `needs a ${construct === "refusal" ? "code" : "name"} such as "${example}": ${said}`,
  );
}
