import type { AnyRecord, AnyTransition } from "@kehu/core";
import { claim } from "../src/claim/claim.js";
import { policy } from "../src/policy/policy.js";
import { claimRows } from "./claim-rows.js";
import { policyTable } from "./policy-table.js";
import { type TransitionTable, transitionsOn } from "./transition-table.js";

/** One picture: some of the steps of a record. */
interface Phase {
  readonly title: string;
  readonly steps: readonly string[];
}
const words = (text: string): readonly string[] => text.trim().split(/\s+/);
/** The main course first; every step that changes a state stands in one of them. */
const phases: Readonly<Record<string, readonly Phase[]>> = {
  [claim.name]: [
    { title: "From the report to the payment", steps: words("register investigate assess approve approvePartly pay close grantWaiver") },
    { title: "Papers", steps: words("requestDocuments receiveDocuments") },
    { title: "Denied, withdrawn, opened again", steps: words("deny reviseToDenied sendDenialNotice withdraw reopen") },
  ],
  [policy.name]: [
    {
      title: "From the quotation into force",
      steps: words("propose submit takeUp approve counterOffer acceptCounterOffer defer resume issue beginCover"),
    },
    { title: "No contract", steps: words("expireQuotation withdraw decline lapseOffer") },
    { title: "The premium: in grace, lapsed", steps: words("enterGrace lapse postPremium reversePremium") },
    {
      title: "Lapsed, and back",
      steps: words(
        "applyForReinstatement refuseReinstatement withdrawApplication reinstate reinstateBySilence lapseAgain rescind terminateAfterTwoYears undoTermination",
      ),
    },
    {
      title: "Cover without premium",
      steps: words("becomePaidUp electReducedPaidUp electExtendedTerm applyOption waivePremium endWaiver expireExtendedTerm"),
    },
    { title: "Suspended or over with its covers or its loans", steps: words("followCoverages endByLoan") },
    { title: "A death", steps: words("openDeathClaim refuseDeathClaim payDeathClaim endByExcludedDeath reopenDeath revive") },
    {
      title: "The end",
      steps: words(
        "surrender cancelInFreeLook transferOut terminateByClaim endByEarlierLoss reachEndOfTerm rescindForNonDisclosure rescindForAge",
      ),
    },
    {
      title: "What is owed at the end",
      steps: words("paySurrenderValue payFreeLookRefund payTerminationValue payMaturity takeBackEndValue"),
    },
  ],
};
const tables: Readonly<Record<string, TransitionTable>> = { [claim.name]: claimRows, [policy.name]: policyTable };

interface Step {
  readonly name: string;
  readonly label: string;
  readonly pairs: readonly { readonly from: string; readonly to: string }[];
}
/** A step that leads to several states, or back: where it leads from each is what the tests take. */
const isManifold = ({ to }: AnyTransition): boolean => to === "origin" || (Array.isArray(to) && to.length > 1);

/** Where a step leads, as it can happen. */
function pairsOf(record: AnyRecord, name: string, transition: AnyTransition): Step["pairs"] {
  const { from: sources, to } = transition;
  if (to === undefined) return sources.map((from) => ({ from, to: from }));
  const table = tables[record.name];
  if (!isManifold(transition) || table === undefined)
    return sources.flatMap((from) => [to].flat().map((target) => ({ from, to: String(target) })));
  const taken = [table[name]?.taken ?? []].flat().map(({ from = sources[0] as string, to: target }) => ({ from, to: target }));
  const untried = sources.filter((from) => !taken.some((pair) => pair.from === from));
  if (untried.length > 0) throw new Error(`No row of ${record.name}#${name} is taken from ${untried.join(", ")}; say where it leads.`);
  return taken;
}

export function stepsOf(record: AnyRecord): readonly Step[] {
  return [...transitionsOn(record)].map(([name, transition]) => {
    const sign = transition.due ? "⏱ " : transition.when ? "⚡ " : "";
    return { name, label: sign + name, pairs: pairsOf(record, name, transition) };
  });
}

/** The pictures of a record and, below them, the steps that leave its state as it is. */
export function picturesOf(record: AnyRecord): string {
  const steps = stepsOf(record);
  const all = phases[record.name] ?? [{ title: "", steps: steps.map(({ name }) => name) }];
  const drawn = all.flatMap((phase) => phase.steps);
  const moves = ({ pairs }: Step): boolean => pairs.some(({ from, to }) => from !== to);
  const lost = steps.filter((step) => moves(step) && !drawn.includes(step.name)).map(({ name }) => name);
  if (lost.length > 0) throw new Error(`No picture of ${record.name} shows ${lost.join(", ")}; put them into one.`);
  const ends = record.states.filter(
    (state: string) => !steps.some(({ pairs }) => pairs.some(({ from, to }) => from === state && to !== state)),
  );
  const pictures = all.map(({ title, steps: names }) => {
    const shown = names.flatMap((name) => steps.filter((step) => step.name === name));
    return `${title === "" ? "" : `### ${title}\n\n`}\`\`\`mermaid\n${drawingOf(record, shown, ends)}\n\`\`\``;
  });
  const staying = steps.flatMap(({ label, pairs }) => {
    const states = [...new Set(pairs.filter(({ from, to }) => from === to).map(({ from }) => from))];
    return states.length === 0 ? [] : [`| ${label} | ${states.join(", ")} |`];
  });
  const table = staying.length === 0 ? [] : [`Without a change of the state:\n\n| Step | In |\n|---|---|\n${staying.join("\n")}`];
  return [...pictures, ...table].join("\n\n");
}

/** Three states or more from which one arrow leads share a box. */
const fewSources = 2;
function drawingOf(record: AnyRecord, steps: readonly Step[], ends: readonly string[]): string {
  const arrows = new Map<string, { readonly from: string; readonly to: string; readonly labels: string[] }>();
  const boxes = new Map<string, string>();
  const draw = (from: string, to: string, label: string): void => {
    const known = arrows.get(`${from} ${to}`);
    if (known) known.labels.push(label);
    else arrows.set(`${from} ${to}`, { from, to, labels: [label] });
  };
  for (const { label, pairs } of steps) {
    const moving = pairs.filter(({ from, to }) => from !== to);
    for (const to of new Set(moving.map((pair) => pair.to))) {
      const sources = [...new Set(moving.filter((pair) => pair.to === to).map(({ from }) => from))];
      if (sources.length <= fewSources) for (const from of sources) draw(from, to, label);
      else draw(boxOf(boxes, sources), to, label);
    }
  }
  const lines = [...arrows.values()].map(({ from, to, labels }) => `  ${from} --> ${to}: ${labels.join(" / ")}`);
  const states = new Set([...arrows.values()].flatMap(({ from, to }) => [from, to]));
  const starts = record.initial.filter((state: string) => states.has(state)).map((state: string) => `  [*] --> ${state}`);
  const over = ends.filter((state) => states.has(state)).map((state) => `  ${state} --> [*]`);
  const named = [...boxes].map(([sources, id]) => `  state "${sources}" as ${id}`);
  return ["stateDiagram-v2", ...named, ...starts, ...lines, ...over].join("\n");
}

function boxOf(boxes: Map<string, string>, sources: readonly string[]): string {
  const text = sources.join("<br/>");
  const id = boxes.get(text) ?? `any${boxes.size + 1}`;
  boxes.set(text, id);
  return id;
}
