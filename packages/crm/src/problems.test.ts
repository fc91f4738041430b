import { anyRef, date, decimal, group, instant, KehuError, list, money, party, ref, text } from "@kehu/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parseInput } from "./parse.js";
import { inWords, type Problem } from "./problems.js";

const shape = {
  name: text(8),
  code: z.string().min(3).max(8).optional(),
  plate: z
    .string()
    .max(8)
    .regex(/^[A-Z]+$/)
    .optional(),
  own: z.string().max(8).min(2, "needs two letters of its own").optional(),
  on: date().optional(),
  at: instant().optional(),
  rate: decimal(2).optional(),
  price: money().optional(),
  holderId: party("holder").optional(),
  aboutId: anyRef().optional(),
  stops: list(group({ siteId: ref("test/site") }), 2).optional(),
  pieces: z.int().min(1).max(9).optional(),
  weight: z.number().positive().lt(10).multipleOf(0.5).optional(),
  isNew: z.boolean().optional(),
  size: z.enum(["small", "large"]).default("small"),
  email: z.email().max(20).optional(),
  lines: list(group({ article: text(9), price: money() }), 2)
    .min(1)
    .optional(),
  way: z.discriminatedUnion("by", [z.strictObject({ by: z.literal("post") }), z.strictObject({ by: z.literal("hand") })]).optional(),
};
const problemsOf = (given: object): readonly Problem[] => {
  try {
    parseInput(shape, { name: "a", ...given }, "test/thing");
    return [];
  } catch (error) {
    if (error instanceof KehuError && error.code === "crm/invalid-input") return error.details["problems"] as readonly Problem[];
    throw error;
  }
};
const secret = "s3cret-value";

describe("the problems of an input", () => {
  it.each<[given: object, english: string, chinese: string]>([
    [{ name: undefined }, "name is missing and has to be text", "name 缺失，应为文本"],
    [{ name: 17 }, "name has to be text", "name 应为文本"],
    [{ name: "" }, "name is empty and has to be text", "name 为空，应为文本"],
    [{ name: secret }, "name has to have at most 8 characters", "name 最多 8 个字符"],
    [{ code: "ab" }, "code has to have at least 3 characters", "code 至少 3 个字符"],
    [{ plate: "s3" }, "plate has to have the form /^[A-Z]+$/", "plate 应符合格式 /^[A-Z]+$/"],
    [{ own: "x" }, "own: needs two letters of its own", "own: needs two letters of its own"],
    [{ on: secret }, "on has to be a date that exists, as in 2026-01-31", "on 应为实际存在的日期，如 2026-01-31"],
    [{ on: "0000-01-01" }, "on has to be a date that exists, as in 2026-01-31", "on 应为实际存在的日期，如 2026-01-31"],
    [{ on: 20260101 }, "on has to be a date that exists, as in 2026-01-31", "on 应为实际存在的日期，如 2026-01-31"],
    [
      { at: "2026-01-01" },
      "at has to be an instant with its offset, as in 2026-01-31T15:59:59.999Z",
      "at 应为带时区偏移的时刻，如 2026-01-31T15:59:59.999Z",
    ],
    [
      { rate: "1.234" },
      "rate has to be a decimal number as text with at most 2 digits after the point",
      "rate 应为写成文本的小数，小数点后最多 2 位",
    ],
    [{ rate: 1.5 }, 'rate has to be a decimal number as text, as in "12.5"', 'rate 应为写成文本的小数，如 "12.5"'],
    [{ price: 12 }, "price has to be an amount as { amountMinor, currency }", "price 应为金额，写成“{ amountMinor, currency }”"],
    [
      { price: { amountMinor: 1.5, currency: "CNY" } },
      "price.amountMinor has to be a whole number of minor units",
      "price.amountMinor 应为最小货币单位的整数",
    ],
    [
      { price: { amountMinor: 1, currency: "yuan" } },
      "price.currency has to be an ISO 4217 code, as in CNY",
      "price.currency 应为 ISO 4217 货币代码，如 CNY",
    ],
    [
      { price: { amountMinor: 1 } },
      "price.currency is missing and has to be an ISO 4217 code, as in CNY",
      "price.currency 缺失，应为 ISO 4217 货币代码，如 CNY",
    ],
    [{ holderId: 3 }, "holderId has to be an id", "holderId 应为 id"],
    [{ aboutId: "" }, "aboutId is empty and has to be an id", "aboutId 为空，应为 id"],
    [
      { holderId: secret, stops: [{ siteId: "customer_01kjp0y9m0efbv9wszv7jwykvp" }] },
      "holderId has to be an id that begins with customer_ and goes on with 26 letters and digits; stops.0.siteId has to be an id that begins with test_site_ and goes on with 26 letters and digits",
      "holderId 应为以 customer_ 开头、后接 26 位字母和数字的 id；stops.0.siteId 应为以 test_site_ 开头、后接 26 位字母和数字的 id",
    ],
    [
      { aboutId: secret, holderId: "customer_01kjp0y9m0efbv9wszv7jwykvp" },
      "aboutId has to be the id of a record, as in customer_ and 26 letters and digits",
      "aboutId 应为记录的 id，如“customer_”后接 26 位字母和数字",
    ],
    [{ pieces: 1.5 }, "pieces has to be a whole number", "pieces 应为整数"],
    [{ pieces: 0 }, "pieces has to be at least 1", "pieces 不能小于 1"],
    [{ pieces: 10 }, "pieces has to be at most 9", "pieces 不能大于 9"],
    [{ weight: "heavy" }, "weight has to be a number", "weight 应为数字"],
    [{ weight: 0 }, "weight has to be more than 0", "weight 应大于 0"],
    [{ weight: 10 }, "weight has to be less than 10", "weight 应小于 10"],
    [{ weight: 0.7 }, "weight has to be a multiple of 0.5", "weight 应为 0.5 的倍数"],
    [{ isNew: "yes" }, "isNew has to be true or false", "isNew 应为是或否（“true”或“false”）"],
    [{ size: secret }, "size has to be one of small, large", "size 应为以下之一：small, large"],
    [{ email: "nobody" }, "email has to be an e-mail address", "email 应为电子邮件地址"],
    [{ lines: "one" }, "lines has to be a list", "lines 应为列表"],
    [{ lines: [] }, "lines has to have at least 1 items", "lines 至少 1 项"],
    [{ lines: [secret] }, "lines.0 has to be a group of fields", "lines.0 应为一组字段"],
    [
      { lines: [{ article: "a", price: { amountMinor: "1", currency: "CNY" } }] },
      "lines.0.price.amountMinor has to be a whole number of minor units",
      "lines.0.price.amountMinor 应为最小货币单位的整数",
    ],
    [{ way: { by: secret } }, "way.by has to be one of post, hand", "way.by 应为以下之一：post, hand"],
    [
      { fine: secret, price: { amountMinor: 1, currency: "CNY", tax: secret } },
      "price has fields that are not asked for (tax), leave them out; it has fields that are not asked for (fine), leave them out",
      "price 含有未要求的字段“tax”，请去掉；含有未要求的字段“fine”，请去掉",
    ],
  ])("say what is expected: %j", (given, english, chinese) => {
    const problems = problemsOf(given);
    expect(inWords(problems)).toBe(english);
    expect(inWords(problems, "zh-CN")).toBe(chinese);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it("say it of a list by itself too, and of options without end", () => {
    const problem = (schema: z.core.$ZodType, given: unknown): string => {
      try {
        parseInput(schema, given, "x");
      } catch (error) {
        return inWords((error as KehuError).details["problems"] as readonly Problem[]);
      }
      return "nothing";
    };
    expect(problem(z.array(z.int()).max(1), [1, 2])).toBe("it has to have at most 1 items");
    expect(problem(z.array(z.int()).max(3), [1, "x"])).toBe("1 has to be a whole number");
    expect(
      problem(
        z.unknown().refine(() => false),
        1,
      ),
    ).toBe("it is not what is asked for here");
    const many = Array.from({ length: 30 }, (_, index) => `option${index}`);
    expect(problem(z.enum(many as [string]), "x")).toMatch(/^it has to be one of option0, .+option19, …$/);
    expect(problem(z.strictObject({}), { ["x".repeat(90)]: 1 })).toBe(
      `it has fields that are not asked for (${"x".repeat(60)}…), leave them out`,
    );
  });
});
