import { customer, interaction, task } from "@kehu/core";
import { serviceCase } from "@kehu/service";
import { both } from "report-kit";
import { dayOf } from "../agency/open-agency.js";
import type { Command } from "./command.js";
import type { Desk } from "./desk.js";

const most = 30;

/** What is promised, asked for or complained about and not done yet: the most urgent first. */
export const watchClocks: Command = {
  name: "clocks",
  title: both("Watch the clocks", "查看时限"),
  questions: [],
  async run(desk) {
    const lines = [...(await promises(desk)), ...(await tasks(desk)), ...(await cases(desk))].sort((one, other) =>
      one.on < other.on ? -1 : one.on > other.on ? 1 : 0,
    );
    const names = await namesOf(desk, lines);
    const { say, today } = desk;
    const more = lines.length - most;
    if (lines.length === 0) return [say(both("Nothing waits.", "没有待办事项。"))];
    return [
      ...lines.slice(0, most).map(({ on, what, customerId }) => {
        const late = on < today ? say(both("late", "逾期")) : on === today ? say(both("today", "今天")) : "";
        return [on, late, names.get(customerId ?? "") ?? "", what].filter((part) => part !== "").join("  ");
      }),
      ...(more > 0 ? [say(both(`and more: at least ${more}, which wait less long`, `此外至少还有 ${more} 项，等待时间较短`))] : []),
    ];
  },
};

interface Waiting {
  readonly on: string;
  readonly what: string;
  readonly customerId: string | undefined;
}

async function promises({ session }: Desk): Promise<readonly Waiting[]> {
  const { items } = await session.find(interaction, { where: { state: "promised" }, sort: "promisedUntil", limit: most });
  return items.map(({ promisedUntil, promise = "", customerId }) => ({
    on: promisedUntil === undefined ? "" : dayOf(promisedUntil),
    what: promise,
    customerId,
  }));
}

async function tasks({ session, label, say }: Desk): Promise<readonly Waiting[]> {
  const { items } = await session.find(task, { where: { state: "open" }, sort: "dueOn", limit: most });
  return items.map(({ dueOn = "", subject, askedBy, customerId }) => ({
    on: dueOn,
    what: askedBy === undefined ? subject : say(both(`${label(askedBy)}: ${subject}`, `${label(askedBy)}：${subject}`)),
    customerId,
  }));
}

async function cases({ session, state }: Desk): Promise<readonly Waiting[]> {
  const open = ["acknowledged", "inProgress", "pending", "held"] as const;
  const { items } = await session.find(serviceCase, { where: { state: { in: open } }, sort: "createdAt", limit: most });
  return Promise.all(
    items.map(async (each) => ({
      on: dayOf(each.createdAt),
      what: `${each.caseNumber}  ${each.subject}  ${await state("service/case", each.state)}`,
      customerId: each.customerId,
    })),
  );
}

async function namesOf({ session }: Desk, lines: readonly Waiting[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap(({ customerId }) => customerId ?? []))];
  if (ids.length === 0) return new Map();
  const { items } = await session.find(customer, { where: { id: { in: ids } }, select: ["id", "displayName"], limit: 1000 });
  return new Map(items.map(({ id, displayName }) => [id, displayName]));
}
