/** True in `pnpm soak`: whole counts, and time to run for. */
export const isSoak = process.env["KEHU_SOAK"] !== undefined;

/** How often something is tried: a few times among all tests, as often as the promise says in `pnpm soak`. */
export const counts = (few: number, whole: number): number => (isSoak ? whole : few);
