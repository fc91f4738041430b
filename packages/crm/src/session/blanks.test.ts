import { date, definePack, defineRecord, defineRefusal, type KehuError, refused, text } from "@kehu/core";
import { summarisePurchases } from "@kehu/core/value";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { invalidInput } from "../read/refusals.js";
import { goalsUnmeasured } from "../value/measure-goals.js";
import { say } from "./say.js";

const loan = defineRecord("library/loan", {
  fields: { dueOn: date(), kind: z.enum(["book", "map"]).optional(), number: text(20).optional() },
  states: ["lent", "returned"],
});
const tooLate = defineRefusal("library/too-late", "The book was due on {dueOn}; bring it back.");
const stillOut = defineRefusal("library/still-out", "It is {state} ({kinds}, {terms}); wait for it.", {
  state: { stateOf: "library/loan" },
  kinds: { optionOf: "library/loan", field: "kind" },
  terms: { fieldOf: "library/loan" },
});
const library = definePack({
  name: "library",
  version: "0.1.0",
  definitions: { loan, tooLate, stillOut },
  locales: {
    "zh-CN": {
      loan: {
        name: "借阅",
        fields: { dueOn: "应还日期", kind: { name: "种类", options: { book: "图书", map: "地图" } }, number: "编码" },
        states: { lent: "借出", returned: "已还" },
      },
      tooLate: "应于 {dueOn} 归还；请先还书。",
      stillOut: "{state}（{kinds}，{terms}）；请等待。",
    },
  },
});

describe("the blanks of a sentence", () => {
  it("says a sentence in full whatever lists its details carry, and another refusal within it", () => {
    const lists = { ids: ["a", "b"], rows: [1, 2], failures: [{ name: "Rain" }, null], nested: [["x"]] };
    const within = refused(tooLate({ dueOn: "2026-03-01" }), { details: lists });
    expect(say([library], within, "zh-CN")).toBe("应于 2026-03-01 归还；请先还书。");
    expect(say([library], within, "en")).toBe(within.message);
    const around = refused(goalsUnmeasured({ goal: "雨", count: 2, why: "x" }), { details: { ...lists, why: within } });
    expect(say([library], around, "zh-CN")).toBe(
      "目标“雨”未能衡量（共 2 个）：应于 2026-03-01 归还；请先还书。请逐一更正“details.failures”列出的目标；其余目标已衡量。",
    );
    const wrong = refused(invalidInput({ what: "library/loan", problems: "x" }), {
      details: { problems: [{ path: "dueOn", problem: "is late" }], rows: [{ code: 7 }] },
    });
    expect(say([library], { ...around, message: "", details: { ...around.details, why: wrong } }, "zh-CN")).toContain(
      "：借阅 的输入未被接受：应还日期: is late；请更正输入。请逐一",
    );
  });

  it("says which day it is that does not exist", () => {
    const told = (on: string, endsOn = "2026-01-31") => {
      try {
        summarisePurchases([{ customerId: "a", on, amount: { amountMinor: 1, currency: "CNY" } }], { unit: "week", endsOn });
      } catch (error) {
        return [(error as KehuError).message.split(". ")[0], say([library], error as KehuError, "zh-CN").split("；")[0]];
      }
      return expect.fail("nothing was thrown");
    };
    expect(told("2026-02-30")).toEqual(["The day of purchase number 1 is not a day that exists", "第 1 笔购买的日期 不是真实存在的日期"]);
    expect(told("2026-01-01", "soon")).toEqual([
      "The end of the observation is not a day that exists",
      "观察期的截止日 不是真实存在的日期",
    ]);
  });

  it("says a list in a blank item by item", () => {
    const told = (kinds: unknown) =>
      say(
        [library],
        { ...stillOut({ state: "lent", kinds: "", terms: "dueOn" }), details: { state: "lent", kinds, terms: ["dueOn", "number"] } },
        "zh-CN",
      );
    expect(told(["book", "map"])).toBe("借出（图书、地图，应还日期、编码）；请等待。");
    expect(told([tooLate({ dueOn: "2026-03-01" }), tooLate({ dueOn: "2026-03-02" })])).toBe(
      "借出（应于 2026-03-01 归还；请先还书；应于 2026-03-02 归还；请先还书，应还日期、编码）；请等待。",
    );
    expect(told([])).toBe("借出（，应还日期、编码）；请等待。");
  });
});
