import { inColumns } from "../sandbox/columns";

/** Plain columns for a terminal; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return inColumns([head, ...rows], (cell) => /^[\d.]/.test(cell)).join("\n");
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
