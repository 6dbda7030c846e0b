import { setTimeout as wait } from "node:timers/promises";

import type { Way } from "./ground";

const lookEveryMs = 100;

/** As long as news may take to reach every client. */
const newsMs = 15_000;

/** Follows what one Envoy has as the route of a service, by its administration interface. */
export class Routes {
  /** When the route was seen to be another, latest last. */
  readonly changes: number[] = [];
  private readonly end = new AbortController();
  private text: string | undefined;

  constructor(private readonly way: Way) {
    void this.follow();
  }

  stop(): void {
    this.end.abort();
  }

  /** Waits until the route has changed since a moment, at most as long as news may take, and a little more. */
  async settled(since: number): Promise<void> {
    const limit = performance.now() + newsMs;
    while (performance.now() < limit && !this.changes.some((at) => at >= since))
      await wait(lookEveryMs);
  }

  private async follow(): Promise<void> {
    while (!this.end.signal.aborted) {
      const text = await routeOf(this.way).catch(() => undefined);
      if (text !== undefined && this.text !== undefined && text !== this.text)
        this.changes.push(performance.now());
      this.text = text ?? this.text;
      await wait(lookEveryMs);
    }
  }
}

interface Dump {
  readonly configs?: readonly {
    readonly route_config?: { readonly virtual_hosts?: readonly { readonly name: string }[] };
  }[];
}

/** The service's part of the routes that this Envoy has now. */
async function routeOf({ caller, service, namespace }: Way): Promise<string> {
  const url = `${caller.admin}/config_dump?resource=dynamic_route_configs`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  const dump = (await answer.json()) as Dump;
  const hosts = (dump.configs ?? []).flatMap((it) => it.route_config?.virtual_hosts ?? []);
  const mine = hosts.filter(({ name }) => name.startsWith(`${service}.${namespace}.svc.`));
  return JSON.stringify(mine);
}
