import type { CalendarDate } from "../../define/id.js";
import { refused } from "../../error.js";
import { checkHistories, type PurchaseHistories } from "../purchases/purchase-histories.js";
import { unitUnknown } from "../purchases/purchase-problems.js";
import { shareUnusable } from "../rfm/rfm-problems.js";
import { bgNbd, mbgNbd } from "./beta-geometric.js";
import { bgBb } from "./bg-bb.js";
import { modelUnknown, occasionsUnusable, parametersUnusable, unitDiffers } from "./model-problems.js";
import { paretoNbd } from "./pareto-nbd.js";
import type { ProcessAt, PurchaseProcess } from "./purchase-process.js";

export type PurchaseModelName = "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "bg-bb";

export type PurchaseModelUnit = "day" | "week" | "occasion";

/** A fitted model: plain data, to be kept as JSON and used on other customers. */
export interface PurchaseModel<Unit extends PurchaseModelUnit = PurchaseModelUnit> {
  readonly model: PurchaseModelName;
  /** Of this form; a reader refuses what it does not know. */
  readonly version: 1;
  /** `bg-nbd` and `mbg-nbd`: r, alpha, a, b; `pareto-nbd`: r, alpha, s, beta; `bg-bb`: alpha, beta, gamma, delta. See `atEdge` for `leaveAtOnce`. */
  readonly parameters: Readonly<Record<string, number>>;
  /** From the inverse of the observed information; none of the parameters that `atEdge` names. */
  readonly standardErrors: Readonly<Record<string, number>>;
  /**
   * Parameters that the customers do not determine, because the likelihood rises until the first of them is 0. Then nobody leaves, the other one
   * says nothing, and everybody counts as alive; or the other one is 0 too, some customers leave at their first chance and the others never, and
   * `leaveAtOnce` stands beside the parameters: the share of those who leave so, after the first repeat purchase in `bg-nbd`, after the first
   * purchase in `mbg-nbd` and `pareto-nbd`, before the first occasion in `bg-bb`.
   */
  readonly atEdge?: readonly string[];
  /** Natural logarithm, of all customers together. */
  readonly logLikelihood: number;
  /** In which recency, age and horizons are counted; the occasions of `bg-bb` are one each. */
  readonly unit: Unit;
  /** Of the histories in any order: two fits with the same one saw the same customers. */
  readonly fingerprint: string;
  readonly asOf: CalendarDate;
  readonly customers: number;
  readonly convergence: {
    readonly iterations: number /** What a last step could still add to the log-likelihood. */;
    readonly rise: number;
  };
}

/** What a prediction needs of a model, so that published parameters can be used without a fit. */
export type ModelParameters = Pick<PurchaseModel, "model" | "parameters"> & Partial<Pick<PurchaseModel, "version" | "unit">>;

export const processes: Readonly<Record<PurchaseModelName, PurchaseProcess>> = {
  "bg-nbd": bgNbd,
  "mbg-nbd": mbgNbd,
  "pareto-nbd": paretoNbd,
  "bg-bb": bgBb,
};

/** @throws KehuError `core/model-unknown`, `core/unit-unknown`, `core/parameters-unusable`, `core/share-unusable` */
export function processOf({ model, parameters, version = 1, unit }: ModelParameters): ProcessAt {
  const process = knownProcess(model, version);
  if (unit !== undefined) checkUnit(unit);
  const share = parameters[leaveAtOnce];
  const values = process.parameterNames.map((name, index) => {
    const value = parameters[name];
    const mayBeNone =
      index === leaving || (index > leaving && share !== undefined && parameters[process.parameterNames[leaving] ?? ""] === 0);
    const isUsable = value !== undefined && (value > 0 || (value === 0 && mayBeNone)) && value < Number.POSITIVE_INFINITY;
    if (!isUsable) throw refused(parametersUnusable({ model, parameter: name, value: String(value) }));
    return value;
  });
  if (share === undefined) return process.at(values);
  if (!(share >= 0 && share <= 1)) throw refused(shareUnusable({ share }));
  return process.at([...values, share]);
}

/** The place of the parameter that is 0 where nobody leaves. */
export const leaving = 2;
/** The parameter that says how many leave at their first chance, where the others never do. */
export const leaveAtOnce = "leaveAtOnce";

const units: Readonly<Record<PurchaseModelUnit, true>> = { day: true, week: true, occasion: true };

/** @throws KehuError `core/unit-unknown` */
export function checkUnit(unit: PurchaseModelUnit): void {
  if (!Object.hasOwn(units, unit)) throw refused(unitUnknown({ unit: String(unit) }));
}

/** @throws KehuError `core/model-unknown` */
export function knownProcess(model: PurchaseModelName, version: number): PurchaseProcess {
  if (!Object.hasOwn(processes, model) || version !== 1) throw refused(modelUnknown({ model: String(model), version: String(version) }));
  return processes[model];
}

/**
 * Refuses histories that a model cannot be asked about.
 *
 * @throws KehuError those of `checkHistories`, `core/unit-differs`, and `core/occasions-unusable` for a bg-bb model
 */
export function checkFor({ model, unit }: Pick<ModelParameters, "model" | "unit">, histories: PurchaseHistories): void {
  checkHistories(histories);
  if (unit !== undefined && histories.unit !== undefined && unit !== histories.unit)
    throw refused(unitDiffers({ model: unit, histories: histories.unit }));
  if (model === "bg-bb") checkOccasions(histories);
}

function checkOccasions({ frequency, recency, age }: PurchaseHistories): void {
  for (let index = 0; index < frequency.length; index += 1) {
    const history = { frequency: frequency[index] as number, recency: recency[index] as number, age: age[index] as number };
    if (!(history.frequency <= history.recency && Number.isInteger(history.recency) && Number.isInteger(history.age)))
      throw refused(occasionsUnusable({ position: index + 1, ...history }));
  }
}
