import { describe, expect, it } from "vitest";
import { date, text } from "../define/field.js";
import { defineLifecycle } from "../define/lifecycle.js";
import { defineRecord } from "../define/record.js";
import { analyse, edgesOf } from "./analyse.js";
import { mermaid } from "./mermaid.js";

const door = defineRecord("house/door", { fields: { on: date() }, states: ["open", "shut", "locked", "gone", "lost"], initial: ["open"] });
const byHand = defineLifecycle(door, (t) => ({
  shut: t({ from: "open", to: "shut" }),
  paint: t({ from: ["open", "shut"], input: { colour: text(9) } }),
  lock: t({ from: ["open", "shut"], to: "locked" }),
  unlock: t({ from: "locked", to: "origin" }),
  findAgain: t({ from: "lost", to: "gone" }),
}));
const byItself = defineLifecycle(door, (t) => ({
  fallShut: t({ from: "open", to: "shut", due: ({ record }) => record.on }),
  blowOpen: t({ from: "shut", to: "open", when: () => false }),
}));

describe("analyse", () => {
  it("finds what cannot be reached and what cannot be left, over all lifecycles of the record", () => {
    expect(analyse(door, [byHand, byItself])).toEqual({ unreachable: ["gone", "lost"], deadEnds: ["gone"], automaticLoops: [] });
    expect(analyse(door, [])).toMatchObject({ unreachable: ["shut", "locked", "gone", "lost"], deadEnds: door.states });
  });
  it("counts a transition that stays as no way out", () => {
    const painted = defineLifecycle(door, (t) => ({ paint: t({ from: door.states, input: { colour: text(9) } }) }));
    expect(analyse(door, [painted]).deadEnds).toEqual(door.states);
  });
  it("leads back from where the origin may be", () => {
    const back = edgesOf(door, [byHand]).filter(({ transition }) => transition === byHand.unlock);
    expect(back.map(({ from, to }) => `${from} ${to}`)).toEqual(["locked open", "locked shut"]);
  });
  it("passes over transitions of other records", () => {
    const window = defineRecord("house/window", { fields: { on: date() }, states: ["open", "shut"] });
    expect(edgesOf(window, [byHand])).toEqual([]);
  });
  it("names the ring in which several automatic transitions can run, whatever its length", () => {
    const ring = defineLifecycle(door, (t) => ({
      one: t({ from: "open", to: "shut", when: () => true }),
      two: t({ from: "shut", to: "locked", when: () => true }),
      three: t({ from: "locked", to: "open", when: () => true }),
      out: t({ from: "locked", to: "gone", when: () => true }),
    }));
    expect(analyse(door, [ring]).automaticLoops).toEqual([["open", "shut", "locked"]]);
  });
  it("takes one transition that follows its children for no ring, and is done with many states at once", () => {
    const states = Array.from({ length: 40 }, (_, index) => `s${String.fromCharCode(97 + (index % 26))}${index}`);
    const parent = defineRecord("house/parent", { fields: { on: date() }, states });
    const follow = defineLifecycle(parent, (t) => ({
      follow: t({ from: states, to: states, when: () => true, choose: ({ record }) => record.state }),
    }));
    expect(analyse(parent, [follow]).automaticLoops).toEqual([]);
    const also = defineLifecycle(parent, (t) => ({ back: t({ from: states[1] as string, to: states[0] as string, when: () => true }) }));
    expect(analyse(parent, [follow, also]).automaticLoops).toEqual([states]);
  });
});

describe("mermaid", () => {
  it("draws states, what happens by hand, at a time and at once, beginnings and ends", () => {
    expect(mermaid(door, [byHand, byItself]).split("\n")).toEqual([
      "stateDiagram-v2",
      "  [*] --> open",
      "  open --> shut: shut",
      "  open --> open: paint",
      "  shut --> shut: paint",
      "  open --> locked: lock",
      "  shut --> locked: lock",
      "  lost --> gone: findAgain",
      "  open --> shut: ⏱ fallShut",
      "  shut --> open: ⚡ blowOpen",
      "  locked --> open: unlock",
      "  locked --> shut: unlock",
      "  gone --> [*]",
    ]);
  });
});
