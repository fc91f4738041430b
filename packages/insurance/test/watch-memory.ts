/** What the process takes of memory, and how much of it since `begin`. */
export interface MemoryWatch {
  begin(): void;
  now(): string;
  peak(): string;
}

export function watchMemory(): MemoryWatch {
  let idle = 0;
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const told = (bytes: number): string => `${megabytes(bytes)} of memory, ${megabytes(bytes - idle)} more than idle`;
  return {
    begin() {
      idle = process.memoryUsage.rss();
    },
    now: () => told(process.memoryUsage.rss()),
    peak: () => `at most ${told(process.resourceUsage().maxRSS * 1024)}`,
  };
}
