import { type Options, Presets, SingleBar } from "cli-progress";

/** Says how far the work is: count, rate, time left. */
export interface Progress {
  /** Another stretch of work, of so many things; 0 where nobody knows. */
  begin(title: string, total: number): void;
  add(count: number): void;
  end(): void;
}
const secondsPerLine = 5;

/** A bar where somebody watches; elsewhere a line at the beginning and the end of each stretch, and every few seconds. */
export const progressOn = (out: NodeJS.WriteStream): Progress => (out.isTTY ? bar(out) : lines(out));

function bar(out: NodeJS.WriteStream): Progress {
  let current: SingleBar | undefined;
  let started = 0;
  let done = 0;
  const end = () => {
    current?.stop();
    current = undefined;
  };
  return {
    begin(title, total) {
      end();
      [started, done] = [performance.now(), 0];
      const format: Options = {
        format: total === 0 ? `${title} {value}  {rate}/s` : `${title} {bar} {value}/{total}  {rate}/s  {eta_formatted} left`,
        stream: out,
        hideCursor: true,
        etaBuffer: 50,
      };
      current = new SingleBar(format, Presets.rect);
      current.start(total, 0, { rate: 0 });
    },
    add(count) {
      done += count;
      current?.increment(count, { rate: rateOf(done, started) });
    },
    end,
  };
}

function lines(out: NodeJS.WriteStream): Progress {
  let now = { title: "", total: 0, done: 0, started: 0, told: 0 };
  const soFar = () => `${now.title} ${now.done}${now.total === 0 ? "" : `/${now.total}`}, ${rateOf(now.done, now.started)}/s`;
  const end = () => {
    if (now.title !== "") out.write(`${soFar()}, ${secondsSince(now.started).toFixed(1)} s\n`);
    now = { ...now, title: "" };
  };
  return {
    begin(title, total) {
      end();
      now = { title, total, done: 0, started: performance.now(), told: performance.now() };
    },
    add(count) {
      now.done += count;
      if (secondsSince(now.told) < secondsPerLine) return;
      now.told = performance.now();
      const left = ((now.total - now.done) * secondsSince(now.started)) / Math.max(1, now.done);
      out.write(`${soFar()}${now.total === 0 ? "" : `, ${Math.ceil(left)} s left`}\n`);
    },
    end,
  };
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;
const rateOf = (count: number, start: number): number => Math.round(count / Math.max(0.001, secondsSince(start)));
