import { Agent, request, type IncomingHttpHeaders } from "node:http";

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

/** Calls of services to each other: through the Envoy that carries the caller's. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true });

  /** @param way where the caller's Envoy takes calls of a service's port; undefined while it takes none */
  constructor(private readonly way: (port: number) => number | undefined) {}

  /** Never throws: a call that cannot be made is a 503, as a service of the shop would answer it. */
  call({ to, method, path, headers, body }: Call): Promise<Called> {
    return new Promise((resolve) => {
      const failed = (reason: string) => {
        resolve({
          status: 503,
          headers: { "content-type": "text/plain" },
          body: Buffer.from(`${to}: ${reason}\n`),
        });
      };
      const port = this.way(Number(to.split(":")[1] ?? 80));
      if (port === undefined) {
        failed("no Envoy carries this service's calls yet");
        return;
      }
      const sent = request(
        {
          host: "127.0.0.1",
          port,
          agent: this.agent,
          method,
          path,
          headers: { ...passedOn(headers), host: to, "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", (error) => {
            failed(error.message);
          });
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
        failed(error.message);
      });
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
