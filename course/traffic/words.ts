/** Numbers as people read them. */
export const number = (value: number): string => value.toLocaleString("en-US");

/** 0.1234 → `12.3 %`. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** As it was set: `10 %`, or `33.3 %` of a third. */
export const weightText = (percent: number): string => `${Number(percent.toFixed(1))} %`;

/** Two digits that count: `0.84 ms`, `6.1 ms`, `230 ms`, `1.9 s`. */
export function latency(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return "–";
  if (milliseconds === 0) return "0 ms";
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds >= 10 ? Math.round(milliseconds) : milliseconds.toPrecision(2)} ms`;
}

/** `1:05`, or `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => value.toString().padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = `${hours > 0 ? two(minutes) : minutes}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A version, or what stands for none. */
export const versionName = (version: string): string => (version === "" ? "no version" : version);

export const endingText = (endings: Readonly<Record<string, number>>): string =>
  Object.entries(endings)
    .filter(([ending]) => !/^[123]/.test(ending))
    .map(([ending, times]) => `${ending} × ${number(times)}`)
    .join(", ");
