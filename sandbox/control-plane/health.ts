import { readFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { join } from "node:path";

import type { Layout } from "./layout";
import type { Ports } from "./ports";

/** Asks a control plane how it is, as the administrator. */
export class Health {
  private readonly agent: Agent;

  constructor(
    layout: Layout,
    private readonly ports: Ports,
  ) {
    const read = (name: string) => readFileSync(join(layout.pki, name));
    this.agent = new Agent({
      ca: read("ca.crt"),
      cert: read("admin.crt"),
      key: read("admin.key"),
      keepAlive: true,
    });
  }

  /** It serves, and everything it starts with is done. */
  isReady(): Promise<boolean> {
    return this.answers(this.ports.apiServer, "/readyz");
  }

  /** Pods can be made: the controllers have been at work, and the default namespace has its ServiceAccount. */
  canMakePods(): Promise<boolean> {
    const path = "/api/v1/namespaces/default/serviceaccounts/default";
    return this.answers(this.ports.apiServer, path);
  }

  /** kwok plays the nodes: it serves once it watches them. */
  nodesArePlayed(): Promise<boolean> {
    return this.answers(this.ports.kubelet, "/healthz");
  }

  close(): void {
    this.agent.destroy();
  }

  private answers(port: number, path: string): Promise<boolean> {
    return new Promise((resolve) => {
      const request = get(
        { host: "127.0.0.1", port, path, agent: this.agent, timeout: 2_000 },
        (response) => {
          response.resume();
          response.on("close", () => {
            resolve(response.statusCode === 200);
          });
        },
      );
      request.on("timeout", () => request.destroy());
      request.on("error", () => {
        resolve(false);
      });
    });
  }
}
