import type { PGlite } from "@electric-sql/pglite";

/** What is wrapped of PGlite's module; it is pinned, and `durable-file-system.test.ts` stops an engine on purpose. */
interface MainLoop {
  _PostgresMainLoopOnce(): void;
  stackRestore(pointer: number): void;
}

/** With this status PostgreSQL leaves its main loop after an ordinary error, and comes back. */
const ordinaryError = 100;

/**
 * Lets every call fail after PostgreSQL has stopped, as it does on purpose when the disk is full or broken.
 *
 * PGlite catches whatever its main loop throws and enters it again for the rest of the message: once PostgreSQL has stopped,
 * that rest is never read, and the process hangs in the loop for ever.
 */
export function failOnceStopped(engine: PGlite): PGlite {
  const loop = engine.Module as unknown as MainLoop;
  const { _PostgresMainLoopOnce: enter, stackRestore } = loop;
  let stopped: Error | undefined;
  loop._PostgresMainLoopOnce = () => {
    if (stopped) throw stopped;
    try {
      enter();
    } catch (error) {
      if ((error as { readonly status?: unknown }).status !== ordinaryError)
        stopped = new Error("the embedded PostgreSQL has stopped and must be opened again", { cause: error });
      throw error;
    }
  };
  // The first thing that PGlite does with what it caught, and outside of its own try: the way out of the loop.
  loop.stackRestore = (pointer) => {
    if (stopped) throw stopped;
    stackRestore(pointer);
  };
  return engine;
}
