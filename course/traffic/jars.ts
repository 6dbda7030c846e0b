import { CookieJar } from "tough-cookie";

export type Cookies = Readonly<Record<string, string>>;

/** The cookies of simulated clients, each with a jar of its own, as browsers keep them. */
export class Jars {
  private readonly jars: readonly CookieJar[];

  constructor(clients: number) {
    this.jars = Array.from({ length: clients }, () => new CookieJar());
  }

  /** Who sends a request: they take turns. Undefined where nobody keeps cookies. */
  clientOf(index: number): number | undefined {
    return this.jars.length === 0 ? undefined : index % this.jars.length;
  }

  /** The Cookie header of a client's request; what a client was given since stands before what it began with. */
  header(client: number | undefined, url: string, given: Cookies = {}): string {
    const kept = client === undefined ? [] : (this.jars[client]?.getCookiesSync(url) ?? []);
    const all = { ...given, ...Object.fromEntries(kept.map(({ key, value }) => [key, value])) };
    return Object.entries(all)
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
  }

  keep(client: number | undefined, url: string, setCookies: readonly string[] = []): void {
    if (client === undefined) return;
    for (const cookie of setCookies)
      this.jars[client]?.setCookieSync(cookie, url, { ignoreError: true });
  }
}
