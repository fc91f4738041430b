import type { AnyRecord, Stored } from "../define/record.js";
import type { FindOptions, Reader, Selected } from "../define/session.js";

type Asked<R, F extends string> = Omit<FindOptions<R>, "after"> & Selected<F>;

/**
 * All that a query finds, page by page, so that memory does not grow with what is found.
 *
 * Pages have 1,000 records unless `limit` says less. What is written between two pages is met or not, by where it stands in the order;
 * nothing that stays as it was is met twice or left out.
 */
export async function* allPages<R extends AnyRecord, const F extends keyof Stored<R> & string = keyof Stored<R> & string>(
  reader: Pick<Reader, "find">,
  record: R,
  asked: Asked<R, F> = {},
): AsyncGenerator<readonly Pick<Stored<R>, F>[]> {
  let after: string | undefined;
  do {
    const page = await reader.find<R, F>(record, { limit: 1000, ...asked, ...(after !== undefined && { after }) });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}
