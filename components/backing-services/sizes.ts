/** What a server's pod asks of a node, and what it may take at most. */
export interface ServerSize {
  readonly cpuMillis: number;
  readonly cpuLimitMillis: number;
  readonly memoryMiB: number;
  readonly memoryLimitMiB: number;
}

/** Of the servers in the cluster; for the sum that nodes are sized by. Managed ones take nothing of it. */
export const serverSizes = {
  // 128 MiB of shared buffers, and some 100 connections of a few MiB.
  database: { cpuMillis: 100, cpuLimitMillis: 1_000, memoryMiB: 256, memoryLimitMiB: 512 },
  cache: { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 128, memoryLimitMiB: 192 },
  // A heap of 512 MiB, and the JVM's own.
  messaging: { cpuMillis: 200, cpuLimitMillis: 1_500, memoryMiB: 768, memoryLimitMiB: 1_024 },
} as const satisfies Readonly<Record<string, ServerSize>>;
