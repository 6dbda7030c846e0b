import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { PodRange } from "../control-plane/pod-range";
import { formatAddress, parseNetwork, sizeOf } from "../providers/aws/rules/cidr";
import { answerName } from "./names";

/** The last address of the pods' range but one, which no pod gets before 4,093 others have theirs. */
export function outsideAddress(range: PodRange): string {
  const network = parseNetwork(range);
  if (typeof network === "string") throw new Error(`${range} ${network}`);
  return formatAddress(network.first + sizeOf(network) - 2);
}

/** A name with a dot, unless it is the cluster's. */
export const isOutside = (name: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) && !/\.(local|svc)$/i.test(name);

/**
 * Stands for every host outside the cluster, as there is no internet here: all their names lead to one address, where
 * answers say by whose name they were asked for.
 */
export class Outside {
  private readonly servers = new Map<number, Server>();
  /** Why a port of it is not listened on. */
  readonly problems = new Map<number, string>();

  constructor(readonly address: string) {}

  /** Tells names' addresses, by UDP on loopback. */
  serveNames(port: number): Promise<void> {
    const socket = createSocket("udp4");
    socket.on("message", (question, { port: asker, address }) => {
      const answer = answerName(question, (name) => (isOutside(name) ? this.address : undefined));
      if (answer) socket.send(answer, asker, address);
    });
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(port, "127.0.0.1", resolve);
    });
  }

  /** Answers plain HTTP on these ports too. */
  keep(ports: Iterable<number>): void {
    for (const port of ports) {
      if (this.servers.has(port)) continue;
      const server = createServer(answer);
      this.servers.set(port, server);
      server.on("listening", () => this.problems.delete(port));
      server.on("error", (error) => {
        this.servers.delete(port);
        this.problems.set(port, `${this.address}:${port}: ${error.message}`);
      });
      server.listen({ host: this.address, port, exclusive: true });
    }
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const name = (request.headers.host ?? "").split(":")[0] ?? "";
  const is = isOutside(name);
  const said = is
    ? { host: name, path: request.url, currentDateTime: new Date().toISOString() }
    : { error: `no host has the name ${name}` };
  response.writeHead(is ? 200 : 503, {
    "content-type": "application/json",
    ...(is && { "x-stand-in-path": `outside/${name}` }),
  });
  response.end(JSON.stringify(said));
}
