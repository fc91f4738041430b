import { type Both, both, counted, whole } from "report-kit";
import type { Findings } from "./reckon/findings.js";

/** Something about the file that a reader must know. */
export interface Note {
  readonly text: Both;
  /** The figures are wrong where the assumption is. */
  readonly isWarning: boolean;
}

/** How the file was read, and what of it was not: what was assumed comes first. */
export function notesOf({ book, currency }: Pick<Findings, "book" | "currency">): readonly Note[] {
  const notes = [...assumptions(book), ...apart(book), ...turned(book), ...counts(book), ...money(book, currency)];
  return [...notes.filter(({ isWarning }) => isWarning), ...notes.filter(({ isWarning }) => !isWarning)];
}

const warning = (text: Both): Note => ({ text, isWarning: true });
const note = (text: Both): Note => ({ text, isWarning: false });

function assumptions({ conventions }: Findings["book"]): readonly Note[] {
  const { dayOrder, monthFirst, isYearOpen, amountOrder, decimalSign, isGb18030 } = conventions;
  const [order, zhOrder] = monthFirst ? ["month first", "先月后日"] : ["day first", "先日后月"];
  const group = decimalSign === "." ? "," : ".";
  return [
    ...(isGb18030
      ? [
          note(
            both(
              `The file is not in UTF-8 and was read as GB18030; if names look wrong, save it as "CSV UTF-8" and run again.`,
              "文件不是 UTF-8 编码，按 GB18030 读取；如名称显示有误，请另存为“CSV UTF-8”后重新运行。",
            ),
          ),
        ]
      : []),
    ...(isYearOpen
      ? [
          warning(
            both(
              "No day of the file tells whether 20-01-05 begins or ends with the year; it was read with the year at the end. If that is wrong, export days as 2020-01-05.",
              "文件中没有日期能说明 20-01-05 的年份在前还是在后；此处按年份在后读取。如有误，请将日期导出为 2020-01-05 的形式。",
            ),
          ),
        ]
      : []),
    ...(dayOrder === "assumed"
      ? [
          warning(
            both(
              `No day of the file tells whether 1/2/2010 is in January or in February; it was read with the ${order}. If that is wrong, export days as 2010-01-02.`,
              `文件中没有日期能说明 1/2/2010 的日月顺序；此处按${zhOrder}读取。如有误，请将日期导出为 2010-01-02 的形式。`,
            ),
          ),
        ]
      : []),
    ...(dayOrder === "divided"
      ? [
          warning(
            both(
              `Some days have the month first and some the day; most say ${order}, and all that can be were read so.`,
              `部分日期先月后日，部分先日后月；多数为${zhOrder}，凡可如此读取者均照此读取。`,
            ),
          ),
        ]
      : []),
    ...(dayOrder === "told" ? [note(both(`Days were read with the ${order}.`, `日期按${zhOrder}读取。`))] : []),
    ...(amountOrder === "assumed"
      ? [
          warning(
            both(
              `No amount tells whether "," and "." group thousands or begin the cents; "." was taken for the sign before the cents.`,
              `没有金额能说明“,”与“.”何者为千位分隔、何者为小数点；此处以“.”为小数点。`,
            ),
          ),
        ]
      : []),
    ...(amountOrder === "divided"
      ? [
          warning(
            both(
              `Amounts are written in two ways; most have "${decimalSign}" before the cents, and "${group}" was taken for thousands.`,
              `金额有两种写法；多数以“${decimalSign}”为小数点，“${group}”按千位分隔读取。`,
            ),
          ),
        ]
      : []),
  ];
}

function apart({ apart }: Findings["book"]): readonly Note[] {
  return apart.map((days) => {
    const one = days.length === 1;
    const { en, zh } = named(days);
    return warning(
      both(
        `${en} ${one ? "stands" : "stand"} far apart from all other days, and ${one ? "stretches" : "stretch"} the time that is looked at; if ${one ? "it is" : "they are"} wrong, correct or remove ${one ? "it" : "them"} and run again.`,
        `${zh} 与其余所有日期相距甚远，拉长了所考察的时间；如有误，请更正或删除后重新运行。`,
      ),
    );
  });
}
const named = (days: readonly string[]): Both =>
  days.length < 3
    ? both(days.join(" and "), days.join("和"))
    : both(`${days.length} days from ${days[0]} to ${days.at(-1)}`, `${days[0]} 至 ${days.at(-1)} 的 ${days.length} 天`);

/** Beyond this part of the rows, something is wrong with the export. */
const fewRows = 0.05;

/** Only their owner knows whether they were bought. */
function turned({ turned }: Findings["book"]): readonly Note[] {
  if (turned === 0) return [];
  return [
    warning(
      both(
        `In ${counted(turned, "row")} two of the numbers that are multiplied are below 0, which makes an amount above 0: counted as ${turned === 1 ? "a purchase" : "purchases"}. If ${turned === 1 ? "it is a return, give one of them" : "they are returns, give one of the two columns"} without the minus and run again.`,
        `${whole(turned)} 行中相乘的数值有两个为负，乘积为正：计为购买。如系退货，请将其中一列去掉负号后重新运行。`,
      ),
    ),
  ];
}

function counts({
  rowsRead,
  rowsTaken,
  refusedByFault,
  returns,
  returnsOnly,
  free,
  repeated,
  alike,
  customers,
  rejects,
  hasAmounts,
}: Findings["book"]): readonly Note[] {
  const why = [...refusedByFault];
  const tell = (share: number): typeof note => (share > fewRows ? warning : note);
  return [
    tell(rejects.length / rowsRead)(
      rejects.length === 0
        ? both(rowsRead === 1 ? "The only row was taken." : `All ${whole(rowsRead)} rows were taken.`, `${whole(rowsRead)} 行全部采用。`)
        : both(
            `${whole(rowsTaken)} of ${whole(rowsRead)} rows were taken, ${whole(rejects.length)} set aside: ${why.map(([{ code, reason }, count]) => `in ${whole(count)} ${reason.en} (${code})`).join("; ")}. rejects.csv lists them.`,
            `${whole(rowsRead)} 行中采用 ${whole(rowsTaken)} 行，搁置 ${whole(rejects.length)} 行：${why.map(([{ code, reason }, count]) => `${reason.zh} ${whole(count)} 行（${code}）`).join("；")}。明细见 rejects.csv。`,
          ),
    ),
    ...(repeated > 0
      ? [
          tell(repeated / rowsTaken)(
            both(
              `${counted(repeated, "row")} ${repeated === 1 ? "says" : "say"} the same as an earlier one in every cell, and ${repeated === 1 ? "was" : "were"} counted like the others; if the export holds rows twice, remove them and run again.`,
              `${whole(repeated)} 行与之前某行的每个单元格都相同，仍照常计入；如系重复导出，请删除后重新运行。`,
            ),
          ),
        ]
      : []),
    ...(alike > 0
      ? [
          tell(alike / customers)(
            both(
              `${counted(alike, "customer")} ${alike === 1 ? "has" : "have"} the id of another one but for capital letters, and ${alike === 1 ? "was" : "were"} told apart from it; if they are the same, write the ids in one way and run again.`,
              `${whole(alike)} 位客户的编号与另一位仅大小写不同，按不同客户处理；如为同一客户，请统一写法后重新运行。`,
            ),
          ),
        ]
      : []),
    ...(hasAmounts && free > 0
      ? [
          tell(free === rowsTaken ? 1 : 0)(
            free === rowsTaken
              ? both(
                  "All amounts are 0; look whether --amount names the right column.",
                  "金额全部为 0；请检查 --amount 是否指定了正确的列。",
                )
              : both(`${counted(free, "row")} with an amount of 0: counted as purchases.`, `${whole(free)} 行金额为 0：计为购买。`),
          ),
        ]
      : []),
    ...(returns > 0
      ? [
          note(
            both(
              `${counted(returns, "row")} with an amount below 0: taken for returns, and taken off the purchases before them.`,
              `${whole(returns)} 行金额为负：视为退货，从之前的购买中扣除。`,
            ),
          ),
        ]
      : []),
    ...(returnsOnly > 0
      ? [
          note(
            both(
              `${counted(returnsOnly, "customer")} ${returnsOnly === 1 ? "has" : "have"} returns only, with nothing bought, and ${returnsOnly === 1 ? "is" : "are"} not in scores.csv.`,
              `${whole(returnsOnly)} 位客户只有退货而没有购买，不在 scores.csv 中。`,
            ),
          ),
        ]
      : []),
  ];
}

function money({ rounded, hasAmounts }: Findings["book"], currency: string): readonly Note[] {
  if (!hasAmounts) return [];
  return [
    note(
      currency === "XXX"
        ? both("The amounts name no currency.", "金额未注明币种。")
        : both(`Amounts are in ${currency}.`, `金额以 ${currency} 计。`),
    ),
    ...(rounded > 0
      ? [
          note(
            both(
              `${counted(rounded, "amount")} had more decimals than the currency and were rounded, half to even.`,
              `${whole(rounded)} 个金额的小数位多于币种规定，已按银行家舍入取整。`,
            ),
          ),
        ]
      : []),
  ];
}
