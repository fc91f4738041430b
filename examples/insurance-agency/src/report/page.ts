import { both, counted, frame } from "report-kit";
import type { Rejected } from "../run-book.js";
import type { Findings } from "./gather.js";
import { toCall } from "./sections/calls.js";
import { claimClocks } from "./sections/claim-clocks.js";
import { commission } from "./sections/commission.js";
import { facts } from "./sections/facts.js";
import { losses } from "./sections/losses.js";
import { overdue } from "./sections/overdue.js";
import { persistency, standing } from "./sections/persistency.js";
import { profit } from "./sections/profit.js";
import { renewals } from "./sections/renewal-desk.js";
import { servicing } from "./sections/servicing.js";
import { story } from "./sections/story.js";
import { triangle } from "./sections/triangle.js";
import { storyStyle } from "./story-style.js";

/** The report as one page that needs nothing else, neither script nor net. */
export function page(found: Findings, rejected: Pick<Rejected, "rowsRefused" | "valuesLeftOut" | "changesNotTaken">): string {
  const { changesNotTaken: changed } = rejected;
  const changesEn =
    changed === 0
      ? ""
      : `; ${changed === 1 ? "1 row was" : `${changed} rows were`} changed after they had been taken in, and the CRM keeps what it has`;
  const changesZh = changed === 0 ? "" : `；${changed} 行导入后又被修改，系统保留原内容`;
  return frame({
    title: `Insurance agency, ${found.until} · 保险代理`,
    heading: both("The agency’s book, a year after the change-over", "切换一年后的代理业务"),
    lead: both(
      `State of ${found.until}. The files were taken in as of ${found.asOf}; the year since then was run day by day.`,
      `截至 ${found.until}。文件以 ${found.asOf} 为切换日导入，此后一年按日运行。`,
    ),
    sections: [
      facts,
      profit,
      losses,
      commission,
      toCall,
      renewals,
      persistency,
      triangle,
      standing,
      servicing,
      claimClocks,
      overdue,
      story,
    ].map((section) => section(found)),
    footer: both(
      `${rejected.rowsRefused === 1 ? "1 row was" : `${rejected.rowsRefused} rows were`} refused and ${counted(rejected.valuesLeftOut, "value")} left out${changesEn}; rejects.csv says which, why, and what to do. Made by Kehu.`,
      `共拒收 ${rejected.rowsRefused} 行、略去 ${rejected.valuesLeftOut} 个值${changesZh}；rejects.csv 说明位置、原因与处理办法。由 Kehu 生成。`,
    ),
    style: storyStyle,
  });
}
