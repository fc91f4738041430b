import { customer, date, defineLedger, definePack, defineRecord, defineRole, may, money, party, text } from "@kehu/core";
import { expect, it } from "vitest";
import { profitCurve } from "../value/profit-curve.js";
import { scoreCustomers } from "../value/score-customers.js";
import { sale, shopPack } from "./shop.test-pack.js";
import { codeOf, onBothDatabases, yuan } from "./world.test-pack.js";

const asOf = "2026-02-28";
/** Something whose ledger takes the kind of its entry from whoever writes it down. */
const slip = defineRecord("slips/slip", { fields: { customerId: party("buyer"), on: date(), amount: money(), kind: text(20) } });
const slipLedger = defineLedger(slip, {
  entries: ({ record: { customerId, on, amount, kind } }) => [
    { key: "slip", customerId, on, kind: kind as "revenue", category: "slip", amount },
  ],
});
const writer = defineRole("slips/writer", [may.read(customer, "all"), may.create(customer), may.read(slip, "all"), may.create(slip)]);
const slips = definePack({
  name: "slips",
  version: "0.1.0",
  definitions: { slip, slipLedger, writer },
  locales: {
    "zh-CN": {
      slip: {
        name: "单据",
        fields: { customerId: "买方", on: "日期", amount: "金额", kind: "种类" },
        states: { active: "有效" },
      },
      writer: "录入员",
    },
  },
});

onBothDatabases(
  "what is refused of value",
  (world) => {
    it("says in both languages what a scoring may be asked for", async () => {
      const keeper = (await world().open()).as("shop/keeper");
      for (const none of [undefined, null, "CNY"]) expect(await codeOf(scoreCustomers(keeper, none as never))).toBe("crm/invalid-input");
      const told = async (work: Promise<unknown>) => {
        const error = await work.then(
          () => expect.unreachable(),
          (thrown) => thrown,
        );
        return [error.message, world().crm.say(error, "zh-CN")];
      };
      const input = (english: string, chinese: string) => [
        `The input of scoreCustomers is refused: ${english}.`,
        `scoreCustomers 的输入未被接受：${chinese}；请更正输入。`,
      ];
      const asked = async (more: object) => told(scoreCustomers(keeper, { asOf, currency: "CNY", ...more }));
      expect(await asked({ currency: "QQQ" })).toEqual(
        input("currency has to be an ISO 4217 code, as in CNY", "“currency” 应为 ISO 4217 货币代码，如 CNY"),
      );
      const discount = "discountRatePerMonth";
      expect(await asked({ [discount]: "1%" })).toEqual(
        input(
          `${discount} has to be a decimal number as text with at most 6 digits after the point`,
          `“${discount}” 应为写成文本的小数，小数点后最多 6 位`,
        ),
      );
      expect(await asked({ [discount]: "-0.1" })).toEqual(input(`${discount} has to be at least 0`, `“${discount}” 不能小于 0`));
      expect(await asked({ [discount]: "100" })).toEqual(input(`${discount} has to be less than 100`, `“${discount}” 应小于 100`));
      expect(await asked({ horizonMonths: "12" })).toEqual(input("horizonMonths has to be a number", "“horizonMonths” 应为数字"));
      expect(await told(keeper.call(profitCurve, { currency: "CNY" }))).toEqual([
        "There is no complete scoring in CNY for any day, or you may not see it; run scoreCustomers first.",
        "没有 CNY 的完整评分（任何一天），或您无权查看；请先运行“scoreCustomers”。",
      ]);
    });

    it("shows the terms that stand where a day was scored on others", async () => {
      const keeper = (await world().open()).as("shop/keeper");
      const { id: customerId } = await keeper.create(customer, { kind: "person", displayName: "赵六" });
      await keeper.create(sale, { customerId, soldOn: "2026-02-10", amount: yuan(100) });
      await scoreCustomers(keeper, { asOf, currency: "CNY" });
      const error = await scoreCustomers(keeper, { asOf, currency: "CNY", horizonMonths: 6, rates: { USD: "7" } }).catch(
        (thrown) => thrown,
      );
      expect([error.message, world().crm.say(error, "zh-CN")]).toEqual([
        'The customers were scored as of 2026-02-28 in CNY already, on the terms "horizonMonths: 12, rates: []"; ask for the same, or discard that scoring first.',
        "截至 2026-02-28 的 CNY 评分已存在，其条件为“horizonMonths: 12, rates: []”；请按相同条件评分，或先将该评分作废。",
      ]);
    });

    it("keeps no entry that nobody adds up", async () => {
      const session = (await world().open()).as("slips/writer");
      const { id: customerId } = await session.create(customer, { kind: "person", displayName: "赵六" });
      const write = (kind: string) => session.create(slip, { customerId, on: asOf, amount: yuan(1), kind });
      await expect(write("income")).rejects.toMatchObject({
        code: "crm/ledger-kind-unknown",
        details: { record: "slips/slip", kind: "income" },
      });
      expect(await codeOf(write("constructor"))).toBe("crm/ledger-kind-unknown");
      for (const kind of ["revenue", "cost", "holding"]) expect(await write(kind)).toMatchObject({ kind });
    });
  },
  [shopPack, slips],
);
