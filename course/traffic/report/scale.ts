/** A share of the plot's width or height, 0 to 1, as SVG coordinates of 1000. */
export const unit = (share: number): string => (share * 1000).toFixed(1);

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** 1, 2 or 5 times a power of ten: the smallest that is no less. */
export function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((it) => it * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** About `most` ticks from 0 to `end`, at round numbers. */
export function ticks(end: number, most: number, text: (value: number) => string): Tick[] {
  const step = round(end / most);
  const count = Math.floor(end / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index * step) / end,
    text: text(index * step),
  }));
}

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200];

/** Moments that a clock knows, four at most beside the start. */
export function timeTicks(seconds: number, text: (seconds: number) => string): Tick[] {
  const step = timeSteps.find((it) => seconds / it <= 4) ?? 86_400;
  const count = Math.floor(seconds / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index * step) / seconds,
    text: text(index * step),
  }));
}

/** Where a latency stands: straight, or by powers of ten where a few answers took far longer than most. */
export interface LatencyScale {
  readonly isLogarithmic: boolean;
  of(milliseconds: number): number;
  readonly ticks: readonly Tick[];
}

export function latencyScale(
  middle: number,
  most: number,
  text: (milliseconds: number) => string,
): LatencyScale {
  const top = round(Math.max(most, 1));
  if (most <= 20 * Math.max(middle, 0.1))
    return { isLogarithmic: false, of: (value) => value / top, ticks: ticks(top, 4, text) };
  const low = Math.log10(Math.max(0.1, 10 ** Math.floor(Math.log10(Math.max(middle, 0.1)) - 0.3)));
  const high = Math.log10(top);
  const of = (value: number) =>
    Math.max(0, (Math.log10(Math.max(value, 1e-3)) - low) / (high - low));
  const powers = Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, index) => {
    const value = 10 ** (Math.ceil(low) + index);
    return { at: of(value), text: text(value) };
  });
  return { isLogarithmic: true, of, ticks: powers };
}
