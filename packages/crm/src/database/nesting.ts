import { AsyncLocalStorage } from "node:async_hooks";
import { refused } from "@kehu/core";
import { nestedCall } from "./failures.js";

/**
 * Recognises a call that is made inside of the work of another one on the same database. On one connection it would wait for itself
 * for ever; on several it would wait for its own row locks, or for a connection that all the others hold as well.
 */
export class Nesting {
  readonly #storage = new AsyncLocalStorage<{ running: boolean }>();

  /** @throws KehuError `crm/nested-call` */
  refuseInside(): void {
    if (this.#storage.getStore()?.running) throw refused(nestedCall());
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    // What the work leaves behind, such as a timer, carries the storage on; after the end it is free to call again.
    const call = { running: true };
    try {
      return await this.#storage.run(call, work);
    } finally {
      call.running = false;
    }
  }
}
