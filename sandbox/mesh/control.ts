import { createServer } from "node:http";

import type { Troupe } from "./troupe";

/** How far the mesh is. */
export interface KeeperStatus {
  /** istiod judges what is put to the API server. */
  readonly judged: boolean;
  readonly gateway: number | undefined;
  /** The stack has a Prometheus that does not answer yet. */
  readonly isBlind: boolean;
  readonly serving: number;
  readonly waiting: number;
  readonly problems: readonly string[];
}

/** What one pod has got, as `GET /counts` answers it. */
export interface PodCounts {
  readonly namespace: string;
  readonly service: string;
  readonly version: string;
  readonly slot: string;
  readonly pod: string;
  readonly requests: number;
  readonly mirrored: number;
  readonly failed: number;
}

const countsOf = (troupe: Troupe): PodCounts[] =>
  troupe.standIns.map(({ identity: { app, ...identity }, counts }) => ({
    ...identity,
    service: app,
    ...counts,
  }));

/** The keeper's own interface, on loopback. */
export function serveControl(port: number, troupe: Troupe, status: () => KeeperStatus): void {
  createServer((request, response) => {
    const answer = (value: unknown) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(`${JSON.stringify(value, undefined, 2)}\n`);
    };
    const call = `${request.method ?? ""} ${request.url ?? ""}`;
    if (call === "GET /status") answer(status());
    else if (call === "GET /counts") answer(countsOf(troupe));
    else if (call === "DELETE /counts") {
      for (const { counts } of troupe.standIns)
        Object.assign(counts, { requests: 0, mirrored: 0, failed: 0 });
      answer([]);
    } else response.writeHead(404).end();
  }).listen(port, "127.0.0.1");
}
