import { both, frame } from "report-kit";
import type { Findings } from "../reckon/findings.js";
import { alive } from "./sections/alive.js";
import { curve } from "./sections/curve.js";
import { facts } from "./sections/facts.js";
import { holdout } from "./sections/holdout.js";
import { lists } from "./sections/lists.js";
import { models } from "./sections/models.js";
import { reading } from "./sections/reading.js";
import { rfm } from "./sections/rfm.js";
import { style } from "./style.js";

/** The report as one page that needs nothing else. */
export function page(found: Findings): string {
  const { summary, file } = found;
  const [from, until] = [summary.startsOn, summary.endsOn];
  return frame({
    title: `What customers are worth, ${until} · 客户价值`,
    heading: both("What the customers are worth", "客户价值几何"),
    lead: both(
      `${file ?? "A made-up shop"}: purchases from ${from} to ${until}.`,
      `${file ?? "虚构的商店"}：${from} 至 ${until} 的购买记录。`,
    ),
    sections: [facts, reading, curve, lists, rfm, alive, holdout, models].map((section) => section(found)),
    footer: both(
      "scores.csv has a row for each customer, model.json the models with all digits, rejects.csv the rows that were set aside. The models are for customers without a contract who buy at times of their own. Made by Kehu.",
      "scores.csv 每位客户一行，model.json 含模型的全部精度，rejects.csv 为搁置的行。模型适用于无合同约束、自行决定购买时间的客户。由 Kehu 生成。",
    ),
    style,
  });
}
