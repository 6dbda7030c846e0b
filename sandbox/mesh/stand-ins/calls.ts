import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { connect, type Socket } from "node:net";

import { proxyHeader } from "../redirect";

export interface Called {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Of one hop alone, or of the request that is answered: RFC 9110, section 7.6.1. */
const ownToAHop = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export const passedOn = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !ownToAHop.has(name) && !name.startsWith("x-envoy-"),
    ),
  );

export interface Call {
  /** `SERVICE:PORT`. */
  readonly to: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A kept connection was closed as it was used again, before an answer. */
class Stale extends Error {}

/**
 * Requests that go once more, over another connection, where a kept one proves closed. Services' clients do so by themselves; source:
 * Go, net/http, Transport; which methods: RFC 9110, section 9.2.2.
 */
const idempotent: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "TRACE",
  "PUT",
  "DELETE",
]);

const unavailable = ({ to }: Call, reason: string): Called => ({
  status: 503,
  headers: { "content-type": "text/plain" },
  body: Buffer.from(`${to}: ${reason}\n`),
});

/** Makes each connection to an Envoy, and tells it where it was to go. */
class RedirectedAgent extends Agent {
  constructor(private readonly way: () => number | undefined) {
    super({ keepAlive: true });
  }

  override createConnection({
    host,
    port,
  }: {
    host?: string | null;
    port?: number | string | null;
  }): Socket {
    const socket = connect(this.way() ?? 0, "127.0.0.1");
    const to = { address: host ?? "", port: Number(port) };
    socket.write(proxyHeader({ address: "127.0.0.1", port: 1 }, to));
    return socket;
  }
}

/** Calls of services to each other and to the outside: through the Envoy that carries the caller's. */
export class Caller {
  private readonly agent: Agent;

  /**
   * @param way where the caller's Envoy takes its connections; undefined while there is none
   * @param elsewhere the address that connections go to: Envoy knows services by their names, and the rest is outside
   */
  constructor(
    private readonly way: () => number | undefined,
    private readonly elsewhere: string,
  ) {
    this.agent = new RedirectedAgent(way);
  }

  /** Never throws: a call that cannot be made is a 503, as a service of the shop would answer it. */
  async call(call: Call): Promise<Called> {
    if (this.way() === undefined)
      return unavailable(call, "no Envoy carries this service's calls yet");
    for (;;)
      try {
        return await this.send(call);
      } catch (error) {
        if (error instanceof Stale && idempotent.has(call.method)) continue;
        return unavailable(call, error instanceof Error ? error.message : String(error));
      }
  }

  private send({ to, method, path, headers, body }: Call): Promise<Called> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: this.elsewhere,
          port: Number(to.split(":")[1] ?? 80),
          agent: this.agent,
          method,
          path,
          headers: { ...passedOn(headers), host: to, "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 502,
              headers: response.headers,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      sent.on("error", (error) => {
        reject(sent.reusedSocket ? new Stale(error.message) : error);
      });
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
