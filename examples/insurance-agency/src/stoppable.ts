import type { EventEmitter } from "node:events";
import type { Progress } from "report-kit";

/** Somebody pressed Ctrl-C. What was done stays done. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/**
 * Ends the work at its next step when a signal comes, so that the database is closed and nothing of the customers is left in temporary
 * files. A second signal does what it always does.
 */
export function stoppable(progress: Progress, process: Pick<EventEmitter, "once">): Progress {
  let isStopped = false;
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => {
      isStopped = true;
    });
  const check = (): void => {
    if (isStopped) throw new Stopped("Stopped. Run the same again, and it goes on from here.");
  };
  return {
    begin(title, total) {
      check();
      progress.begin(title, total);
    },
    add(count) {
      progress.add(count);
      check();
    },
    end: progress.end,
  };
}
