// For runtimes: what stands behind the verbs. Who writes an application or a pack finds all that is needed in `@kehu/core`.

// what definitions are made of

export { currencies, minorDigits } from "../define/currencies.js";
export type { Reference } from "../define/field.js";
export type { AnyClockwork, AnyMoment } from "../define/moment.js";
export { sourcedValueOn } from "../define/parameter.js";
export { blanksOf, isPhrase, phrase } from "../define/refusal.js";
export { type FieldInfo, type FieldKind, isScalar, readShape } from "../define/schema.js";
export { compareVersions } from "../define/upgrade.js";

// the words of a pack

export { expectedWords, shortName } from "../define/pack-words.js";
export { englishName } from "../define/words.js";
export { isMoney, writeMoney } from "../define/write-money.js";

// the built-in pack, and its acts that the runtime calls

export { objectInJson } from "../goal/goal-lifecycle.js";
export { kehu, withRequired } from "../kehu.js";
export { beginScoring, finishScoring } from "../scoring/begin-scoring.js";

// the steps of a decision

export { answering, failedIn, functionFailed } from "../lifecycle/answering.js";
export { dependsOnInput, notFromHere, whyNot } from "../lifecycle/decide.js";

// order and keys as a database has them

export { compareText } from "../filter/compare.js";
export { comparisonMissing } from "../filter/matches.js";
export { idOf, prefixOf, uuidOf } from "../id.js";

// figures as the functions have them

export { median } from "../value/median.js";
