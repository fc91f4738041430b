import { act, date, defineLifecycle, defineRecord, defineRefusal, defineRule, money, one, ref, task, text } from "@kehu/core";
import { describe, expect, it } from "vitest";
import { refusalsRaised } from "../crm/refusals-raised.js";
import { stored } from "../sample/stored.js";
import { given } from "./given.js";

const shelf = defineRecord("library/shelf", { fields: { name: text(20), isOpen: text(3).optional() } });
const book = defineRecord("library/book", {
  fields: { title: text(80), shelfId: ref("library/shelf"), dueOn: date().optional(), fee: money().optional() },
  states: ["here", "lent"],
  managed: ["dueOn"],
});
const shelfClosed = defineRefusal("library/shelf-closed", "The shelf {name} is closed; come back tomorrow.");
const feeTooHigh = defineRefusal("library/fee-too-high", "The fee is above 100; lower it.");
const life = defineLifecycle(book, (t) => ({
  lend: t({
    from: "here",
    to: "lent",
    input: { dueOn: date() },
    needs: { shelf: one(shelf, "shelfId") },
    guard: ({ needs }) => (needs.shelf.isOpen === "no" ? shelfClosed({ name: needs.shelf.name }) : undefined),
    set: ({ input }) => ({ dueOn: input.dueOn }),
    also: ({ record }) => [act.create(task, { subject: `Ask for ${record.title}`, aboutId: record.id })],
  }),
  giveBack: t({ from: "lent", to: "here", set: () => ({ dueOn: undefined }) }),
}));
const feeIsFair = defineRule("library/fee-is-fair", book, {
  check: ({ record }) => (record.fee !== undefined && record.fee.amountMinor > 100 ? feeTooHigh() : undefined),
});

const needs = { shelf: stored(shelf, { name: "A" }) };
const aBook = stored(book, { title: "Emma" });
const input = { dueOn: "2026-04-01" };

describe("given", () => {
  it("says what a record becomes and what follows", () => {
    given(aBook, { needs })
      .when(life.lend, input)
      .then.becomes("lent", { dueOn: "2026-04-01", title: "Emma" })
      .acts({ verb: "create", on: task, input: { subject: "Ask for Emma" } })
      .countsFrom("2026-03-02T04:00:00.000Z");
    given(stored(book, { state: "lent", dueOn: "2026-04-01" }))
      .when(life.giveBack)
      .then.becomes("here", { dueOn: undefined })
      .acts();
  });

  it("says why it is refused, by code or by refusal, and notes it", () => {
    const closed = { shelf: stored(shelf, { name: "A", isOpen: "no" }) };
    given(aBook, { needs: closed }).when(life.lend, input).then.isRefused(shelfClosed).isRefused("library/shelf-closed");
    expect(refusalsRaised().has("library/shelf-closed")).toBe(true);
    given(aBook).when(life.giveBack).then.isRefused("core/not-from-here");
  });

  it("holds the outcome against the rules", () => {
    const dear = stored(book, { fee: { amountMinor: 101, currency: "CNY" } });
    given(dear, { needs, rules: [feeIsFair] })
      .when(life.lend, input)
      .then.isRefused(feeTooHigh);
    given(aBook, { needs, rules: [feeIsFair] })
      .when(life.lend, input)
      .then.becomes("lent");
  });

  it("tells what was expected and what was found", () => {
    const { then } = given(aBook, { needs }).when(life.lend, input, { now: "2026-03-05" });
    expect(() => then.becomes("here")).toThrow("library/book#lend expected: becomes here; found: became lent.");
    expect(() => then.becomes("lent", { dueOn: "2026-05-01" })).toThrow('found: dueOn is "2026-04-01"');
    expect(() => then.isRefused(shelfClosed)).toThrow("found: was decided and became lent");
    expect(() => then.acts()).toThrow("1 followed: create task");
    expect(() => then.acts({ on: "kehu/other" })).toThrow("act 1, expected: is on kehu/other; found: is on task");
    expect(() => then.acts({ verb: "call" })).toThrow("is a create");
    expect(() => then.acts({ input: { subject: "Other" } })).toThrow("has the input");
    expect(() => then.countsFrom("2026-03-02T04:00:00.000Z")).toThrow("counts from 2026-03-05T04:00:00.000Z");
    expect(() => given(aBook).when(life.giveBack).then.becomes("here")).toThrow("was refused with core/not-from-here");
    expect(() => given(aBook).when(life.giveBack).then.isRefused(shelfClosed)).toThrow("found: was refused with core/not-from-here");
  });

  it("can be awaited without harm", async () => {
    const outcome = await Promise.resolve(given(aBook, { needs }).when(life.lend, input));
    expect(outcome.decision.ok).toBe(true);
  });

  it("refuses at compile time what does not fit", () => {
    // @ts-expect-error a shelf is no book
    expect(() => given(needs.shelf).when(life.giveBack)).not.toThrow();
    // @ts-expect-error the input is missing
    given(aBook, { needs }).when(life.lend).then.isRefused("core/input-missing");
    // @ts-expect-error there is no such state
    expect(() => given(aBook, { needs }).when(life.lend, input).then.becomes("sold")).toThrow();
  });
});

describe("stored", () => {
  it("fills what is required, takes defaults, and leaves the rest empty", () => {
    expect(stored(book, { title: "Emma" })).toMatchObject({ title: "Emma", state: "here", version: 1 });
    expect(stored(book).dueOn).toBeUndefined();
    expect(stored(book).shelfId).toMatch(/^library_shelf_/);
    expect(stored(book)).toEqual(stored(book));
  });
});

describe("a scenario that fails", () => {
  it("says what was expected and what was found, with a code", () => {
    const lend = () => given(stored(book)).when(life.giveBack).then.becomes("here");
    expect(lend).toThrow(expect.objectContaining({ code: "testing/scenario-failed" }));
  });
});
