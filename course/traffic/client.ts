import * as http from "node:http";
import * as https from "node:https";
import { setTimeout as wait } from "node:timers/promises";

import { answererIn, answererOf, nobody, type Answerer, type Reading } from "./answered";
import { Jars, type Cookies } from "./jars";
import { dueBy, dueMs, paceOf } from "./pace";

/** What one request asks. */
export interface Ask {
  /** GET where it is not said. */
  readonly method?: string;
  /** In place of the URL's. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Cookies;
  readonly body?: string;
}

export interface Load extends Reading {
  readonly url: string;
  /** The same for all, or for each by its number. */
  readonly ask?: Ask | ((index: number) => Ask);
  /** Requests a second, whatever the answers. */
  readonly rps: number;
  /** Without it, until the signal. */
  readonly seconds?: number;
  /** From the moment at which it was due. 10,000 where it is not said. */
  readonly timeoutMs?: number;
  /** So many clients that keep the cookies they are given, and send in turns. 0 where it is not said: nobody keeps any. */
  readonly clients?: number;
  /** Connections at most. 128 where it is not said; a request that finds none waits, and its waiting counts. */
  readonly connections?: number;
  /** False for a connection of its own for each request, as where a Service shares out connections and not requests. */
  readonly keepAlive?: boolean;
}

/** What became of one request. */
export interface Outcome {
  readonly index: number;
  readonly ask: Ask;
  /** Of `clients`, which one sent it. */
  readonly client: number | undefined;
  /** Milliseconds from the start of the run. */
  readonly dueMs: number;
  /** By how much this program itself was late. Part of the latency. */
  readonly lateMs: number;
  /** From when it was due to the end of its answer. */
  readonly latencyMs: number;
  /** 0 where there was no answer. */
  readonly status: number;
  /** Why there was none: `timeout`, or the error's code, such as ECONNREFUSED. */
  readonly error?: string;
  /** What an answer without a version says: who answered for the service says why. */
  readonly said?: string;
  readonly by: Answerer;
  readonly headers: http.IncomingHttpHeaders;
}

/** No answer, or one that is none of use. */
export const isFailed = ({ status }: Pick<Outcome, "status">): boolean =>
  status === 0 || status >= 400;

export interface Sent {
  readonly requests: number;
  /** From the first request to the end of the last answer. */
  readonly seconds: number;
}

/**
 * Sends requests at a constant rate, however slow the answers: who waits for an answer before asking again does not see
 * what it is to wait. Each goes once, and what fails has failed. Ends when all have been answered or given up; when the
 * signal is aborted, nothing more is sent.
 */
export async function send(
  load: Load,
  listener: (outcome: Outcome) => void,
  signal?: AbortSignal,
): Promise<Sent> {
  const client = new Client(load, listener);
  try {
    const requests = await client.sendAll(signal);
    await client.settled();
    return { requests, seconds: client.elapsedMs() / 1000 };
  } finally {
    client.close();
  }
}

const bodyRead = 4096;
const saidMost = 200;

class Client {
  private readonly url: URL;
  private readonly wire: typeof http | typeof https;
  private readonly agent: http.Agent;
  private readonly jars: Jars;
  private readonly start = performance.now();
  private under = 0;
  private whenSettled: (() => void) | undefined;

  constructor(
    private readonly load: Load,
    private readonly listener: (outcome: Outcome) => void,
  ) {
    this.url = new URL(load.url);
    this.wire = this.url.protocol === "https:" ? https : http;
    this.agent = new this.wire.Agent({
      keepAlive: load.keepAlive ?? true,
      maxSockets: load.connections ?? 128,
    });
    this.jars = new Jars(load.clients ?? 0);
  }

  elapsedMs(): number {
    return performance.now() - this.start;
  }

  /** Answers how many it has sent. */
  async sendAll(signal?: AbortSignal): Promise<number> {
    const pace = paceOf(this.load.rps, this.load.seconds);
    let next = 0;
    while (!signal?.aborted) {
      for (const due = dueBy(pace, this.elapsedMs()); next < due; next += 1)
        this.sendOne(next, dueMs(pace, next));
      if (next >= pace.requests) break;
      const pause = Math.max(0, dueMs(pace, next) - this.elapsedMs());
      // An abort is no failure: the loop sees it.
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
    return next;
  }

  settled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.under === 0) resolve();
      else this.whenSettled = resolve;
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private sendOne(index: number, due: number): void {
    const { load } = this;
    const ask = (typeof load.ask === "function" ? load.ask(index) : load.ask) ?? {};
    const client = this.jars.clientOf(index);
    const lateMs = this.elapsedMs() - due;
    const sent = this.wire.request(this.url, this.optionsOf(ask, client));
    this.under += 1;
    let open = true;
    const end = (answer: Pick<Outcome, "status" | "by" | "headers" | "error" | "said">) => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      this.under -= 1;
      const latencyMs = this.elapsedMs() - due;
      this.listener({ index, ask, client, dueMs: due, lateMs, latencyMs, ...answer });
      if (this.under === 0) this.whenSettled?.();
    };
    const fail = (error: string) => end({ status: 0, by: nobody, headers: {}, error });
    const timer = setTimeout(
      () => {
        fail("timeout");
        sent.destroy();
      },
      Math.max(0, (load.timeoutMs ?? 10_000) - lateMs),
    );
    sent.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    sent.on("response", (response) => {
      const { statusCode: status = 0, headers } = response;
      this.jars.keep(client, this.hrefOf(ask), headers["set-cookie"]);
      const by = answererOf(headers, load);
      let body = "";
      // Only where no header tells is the text worth its reading.
      if (by.version === "" && load.versionHeader === undefined)
        response.on("data", (chunk: Buffer) => {
          if (body.length < bodyRead) body += chunk.toString("latin1");
        });
      else response.resume();
      response.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
      response.on("close", () => fail("cut off"));
      response.on("end", () => {
        const told = body === "" ? nobody : answererIn(body.slice(0, bodyRead), load.service);
        if (told.version !== "") end({ status, headers, by: { ...told, chain: by.chain } });
        else end({ status, headers, by, ...(body !== "" && { said: body.slice(0, saidMost) }) });
      });
    });
    sent.end(ask.body);
  }

  private optionsOf(ask: Ask, client: number | undefined): http.RequestOptions {
    const cookie = this.jars.header(client, this.hrefOf(ask), ask.cookies);
    return {
      agent: this.agent,
      method: ask.method ?? "GET",
      ...(ask.path !== undefined && { path: ask.path }),
      headers: {
        ...ask.headers,
        ...(cookie !== "" && { cookie }),
        ...(ask.body !== undefined && { "content-length": Buffer.byteLength(ask.body) }),
      },
    };
  }

  private hrefOf({ path }: Ask): string {
    return path === undefined ? this.url.href : new URL(path, this.url).href;
  }
}
