import { KehuError, type Pack, type Role } from "@kehu/core";
import { refusalsRaised } from "../crm/refusals-raised.js";
import { testNow } from "../crm/test-now.js";
import type { GivenSamples } from "../sample/sample-value.js";
import { checkDoors } from "./check-doors.js";
import { checkFields } from "./check-fields.js";
import { checkFunctions } from "./check-functions.js";
import { checkListed, stopsRuntime } from "./check-listed.js";
import { checkParameters, checkRefusals } from "./check-numbers.js";
import { checkRights, checkRoles } from "./check-roles.js";
import { checkSamples } from "./check-samples.js";
import { checkStates } from "./check-states.js";
import { checkWords } from "./check-words.js";
import { type Contents, contentsOf } from "./contents.js";
import { type Acceptance, eachOnce, type Finding, inWords, withoutAccepted } from "./finding.js";
import { setStage } from "./stage.js";

export interface TestPackOptions {
  /** Roles of the vendor's own, beside those of the packs. */
  readonly roles?: readonly Role[];
  /**
   * The refusals that other tests raised, by code: `refusalsNamedIn(folder)` for tests that run in other processes. What scenarios and
   * test sessions of this process came to counts anyway.
   */
  readonly raised?: Iterable<string>;
  /** What the package of the pack exports, `import * as exported from "./index.js"`: a definition that the pack's list forgot is found by it. */
  readonly exported?: Readonly<Record<string, unknown>>;
  /** Findings that are meant to be so, each with its reason. */
  readonly accept?: readonly Acceptance[];
  /**
   * Fields of records that chance does not come to, by the record's name, such as `{ "auto/car": [{ vin: "LSVAU033852123456" }] }`: they go
   * in place of those of chance. One that names a `state` is for that state alone.
   */
  readonly samples?: GivenSamples;
  /** The samples follow from it; 1 unless told. */
  readonly seed?: number | string;
}
/** What was found; a pack without findings is sound as far as this can tell. */
export interface PackReport {
  readonly pack: string;
  readonly findings: readonly Finding[];
}

/**
 * Looks a pack over: its words, states, clocks, rights, references, personal data, keys, numbers and refusals; its functions over
 * records of chance; and, over a CRM in memory, every way into it by those who may not and with what nobody may send.
 *
 * @throws what createCrm throws for a pack that cannot run at all
 */
export async function testPack(pack: Pack, options: TestPackOptions = {}): Promise<PackReport> {
  const { roles = [], accept = [], samples = {}, seed = 1 } = options;
  const contents = contentsOf(pack, roles);
  const used = new Set<string>();
  const declared = checkDeclared(contents, options, used);
  const report = (findings: readonly Finding[]): PackReport => ({ pack: pack.name, findings: withoutAccepted(eachOnce(findings), accept) });
  // a runtime refuses such a pack, so nobody can be let at its doors
  if (declared.some(stopsRuntime)) return report(declared);
  const stage = await setStage(contents, { roles, samples, seed });
  try {
    const atDoors = await checkDoors(contents, stage, seed);
    // where no sample keeps the rules, none can be adopted either
    const unsampled = stage.unsampled().filter(({ place }) => !declared.some((other) => other.place === place));
    const rights = checkRights(contents, new Set([...used, ...stage.used]));
    return report([...declared, ...rights, ...atDoors, ...unsampled]);
  } finally {
    await stage.test.close();
  }
}

/**
 * What can be found without a runtime: in what the pack declares, and in its functions over records of chance.
 *
 * @param used - takes the names of what the acts of the pack are about
 */
export function checkDeclared(contents: Contents, options: TestPackOptions, used = new Set<string>()): readonly Finding[] {
  const { raised = [], exported = {}, samples = {}, seed = 1 } = options;
  const atFunctions = checkFunctions(contents, seed, { given: samples, used });
  // what breaks, or refuses with what is not listed, is told of as that
  const isTold = ({ check, place }: Finding): boolean => check === "guard-closed" && atFunctions.some((other) => other.place === place);
  return [
    ...checkWords(contents),
    ...checkStates(contents),
    ...checkRoles(contents),
    ...checkFields(contents),
    ...checkParameters(contents, testNow.slice(0, 10)),
    ...checkRefusals(contents, new Set([...refusalsRaised(), ...raised])),
    ...checkListed(contents, refusalsRaised(), exported),
    ...checkSamples(contents, seed, samples).filter((finding) => !isTold(finding)),
    ...atFunctions,
  ];
}

/**
 * The same for a line in any test runner: throws where there is a finding, with all of them in its message.
 *
 * It takes 2 to 40 seconds, so give the test a timeout of a minute where the runner's own is shorter.
 *
 * @throws KehuError `testing/pack-unsound`
 */
export async function expectPack(pack: Pack, options: TestPackOptions = {}): Promise<void> {
  const { findings } = await testPack(pack, options);
  if (findings.length === 0) return;
  throw new KehuError(
    "testing/pack-unsound",
    `The pack "${pack.name}" has ${findings.length} findings:\n${findings.map((finding) => `- ${inWords(finding)}`).join("\n")}`,
    { details: { findings } },
  );
}
