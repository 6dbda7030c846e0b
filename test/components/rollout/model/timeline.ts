/** The values that one object has had, and since when. */
export class Timeline<T> {
  private readonly entries: { readonly since: number; readonly value: T }[];

  constructor(private latest: T) {
    this.entries = [{ since: -Infinity, value: latest }];
  }

  get current(): T {
    return this.latest;
  }

  set(now: number, value: T): void {
    this.latest = value;
    this.entries.push({ since: now, value });
  }

  /** Every value that somebody may still believe in, when news take up to `late` seconds. */
  believed(now: number, late: number): T[] {
    const outdated = (i: number) => (this.entries[i + 1]?.since ?? Infinity) <= now - late;
    return this.entries.filter((_, i) => !outdated(i)).map(({ value }) => value);
  }
}
