import type { Agent, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import {
  Agent as HttpsAgent,
  request as httpsRequest,
  type AgentOptions,
  type RequestOptions,
} from "node:https";
import { request as httpRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, CutOffError, UnreachableError } from "./errors";
import type { Connection } from "./kubeconfig";
import type { KubeObject } from "./objects";

export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubeObject;
}

export interface RequestBody {
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** @default JSON */
  readonly accept?: string;
  /** How often a server that asks for patience is asked again. @default 6 */
  readonly retries?: number;
  readonly signal?: AbortSignal;
}

const json = "application/json";

/** A server that asks for patience gets this many further tries. */
const retries = 6;
/** A connect or an answer that takes longer than any API server's own limit of 60 s. */
const silenceMs = 90_000;

/**
 * The API server's REST interface over kept-alive connections.
 *
 * Not client-node's own API classes: those know typed objects and drop fields that they do not know, while this provider must pass on
 * any object whole. Its KubernetesObjectApi asks for the API's resources before each new kind, and cannot watch.
 */
export class Api {
  #connection: Promise<Connection> | undefined;
  #agent: { for: RequestOptions; agent: Agent } | undefined;

  /** @param connect called at the first request: a preview without changes never pays for it */
  constructor(private readonly connect: () => Promise<Connection>) {}

  /** Where objects without a namespace go. */
  async defaultNamespace(): Promise<string> {
    return (await this.#connected()).namespace;
  }

  async request<T = KubeObject>(
    method: string,
    path: string,
    options: RequestBody = {},
  ): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const response = await this.#send(method, path, options, attempt);
      const answer = await this.#whole(response, options.signal);
      const code = response.statusCode ?? 0;
      if (typeof answer === "string" && code < 300) return JSON.parse(answer) as T;
      const failure = typeof answer === "string" ? new ApiError(code, parseStatus(answer)) : answer;
      const again = attempt < (options.retries ?? retries) && mayPass(method, failure);
      if (!again) throw failure;
      const wait = retryAfter(response, attempt);
      await sleep(wait, undefined, options.signal ? { signal: options.signal } : {});
    }
  }

  /** The events of a watch until the server or the signal ends it. */
  async *watch(
    path: string,
    query: Record<string, string>,
    signal: AbortSignal,
  ): AsyncGenerator<WatchEvent> {
    const response = await this.#send(
      "GET",
      path,
      { query: { ...query, watch: "true" }, signal },
      0,
    );
    if ((response.statusCode ?? 0) >= 300)
      throw new ApiError(response.statusCode ?? 0, parseStatus(await readAll(response)));
    let rest = "";
    response.setEncoding("utf8");
    try {
      for await (const chunk of response as AsyncIterable<string>) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line) yield JSON.parse(line) as WatchEvent;
      }
    } catch (error) {
      if (!signal.aborted && !isHangUp(error)) throw error;
    }
  }

  /** An answer's text, or that it broke off. */
  async #whole(response: IncomingMessage, signal?: AbortSignal): Promise<string | CutOffError> {
    try {
      return await readAll(response);
    } catch (error) {
      if (signal?.aborted || !(error instanceof Error)) throw error;
      return new CutOffError((await this.#connected()).server.origin, error);
    }
  }

  #connected(): Promise<Connection> {
    return (this.#connection ??= this.connect());
  }

  async #send(
    method: string,
    path: string,
    { query = {}, body, contentType = json, accept = json, signal }: RequestBody,
    attempt: number,
  ): Promise<IncomingMessage> {
    const connection = await this.#connected();
    const { server } = connection;
    const tls = await connection.options();
    const url = new URL(server.pathname.replace(/\/$/, "") + path, server);
    url.search = new URLSearchParams(query).toString();
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = (url.protocol === "http:" ? httpRequest : httpsRequest)(
        url,
        {
          method,
          agent: this.#agentFor(tls, url),
          ...(tls.auth ? { auth: tls.auth } : {}),
          ...(signal ? { signal } : {}),
          headers: {
            ...(tls.headers as OutgoingHttpHeaders | undefined),
            accept,
            ...(payload === undefined
              ? {}
              : { "content-type": contentType, "content-length": Buffer.byteLength(payload) }),
          },
        },
        resolve,
      );
      request.setTimeout(query.watch ? 0 : silenceMs, () => {
        request.destroy(new Error(`no answer in ${(silenceMs / 1000).toString()} s`));
      });
      request.on("error", (error) => {
        // The server may close a kept connection just as it is used again; nothing was done then.
        if (request.reusedSocket && isHangUp(error) && attempt < 2)
          this.#send(
            method,
            path,
            { query, body, contentType, accept, ...(signal ? { signal } : {}) },
            attempt + 1,
          ).then(resolve, reject);
        else reject(signal?.aborted ? error : new UnreachableError(server.origin, error));
      });
      request.end(payload);
    });
  }

  /** One agent while the credentials stay the same, so that connections are used again. */
  #agentFor(tls: RequestOptions, url: URL): Agent | undefined {
    if (this.#agent?.for === tls) return this.#agent.agent;
    const { ca, cert, key, pfx, passphrase, servername, rejectUnauthorized } = tls;
    const given = tls.agent instanceof Object ? tls.agent : undefined;
    // client-node's agent may go through a proxy; a plain one is replaced by one that keeps its connections.
    const plain = given?.constructor === HttpsAgent && url.protocol === "https:";
    const agent = plain
      ? new HttpsAgent({
          keepAlive: true,
          ...defined({ ca, cert, key, pfx, passphrase, servername, rejectUnauthorized }),
        })
      : given;
    if (agent) this.#agent = { for: tls, agent };
    return agent;
  }
}

/** Without the keys that are undefined: TLS takes an undefined servername for a name. */
const defined = (options: AgentOptions): AgentOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const isHangUp = (error: unknown): boolean =>
  ["ECONNRESET", "EPIPE"].includes((error as NodeJS.ErrnoException).code ?? "");

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function parseStatus(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.trim() };
  }
}

/** Whether a further try may get another answer. A write that failed half-way may have been done; to read twice does no harm. */
function mayPass(method: string, failure: ApiError | CutOffError): boolean {
  if (failure instanceof CutOffError) return method === "GET";
  return [429, 503, 504].includes(failure.code) || (method === "GET" && failure.code === 500);
}

/** Milliseconds until the next try. */
function retryAfter(response: IncomingMessage, attempt: number): number {
  const seconds = Number(response.headers["retry-after"]);
  return Math.max(Number.isFinite(seconds) ? seconds * 1000 : 0, 100 * 2 ** attempt);
}
