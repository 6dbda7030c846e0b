import { readFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { request as httpRequest } from "node:http";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly { name: string; context: { cluster: string; user: string } }[];
  readonly clusters?: readonly { name: string; cluster: Record<string, string> }[];
  readonly users?: readonly { name: string; user: Record<string, string> }[];
}

/** The API server does not answer at all. */
export class Unreachable extends Error {
  constructor(
    readonly server: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`the Kubernetes API at ${server} does not answer (${reason})`, { cause });
    this.name = "Unreachable";
  }
}

/** The API server answers, and says no. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    call: string,
  ) {
    super(`${call}: ${reason} (${status})`);
    this.name = "Refused";
  }
}

/** Whether an error says that the cluster is no more: it does not answer, or its kubeconfig is gone. */
export const isGone = (error: unknown): boolean =>
  error instanceof Unreachable || (error as { code?: string }).code === "ENOENT";

/** What the API server is away for, or refuses for now, is done another time. @throws whatever else goes wrong */
export async function orLater(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused) && !isGone(error)) throw error;
  }
}

/** How an object is reached; undefined where it is not there. */
export interface Api {
  call<T>(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<T | undefined>;
}

/** The few calls that nodes need, without a client library's start-up time. */
export class KubeApi implements Api {
  private readonly server: string;
  private readonly token: string | undefined;
  private readonly agent: Agent;

  constructor(kubeconfigPath: string) {
    const config = parse(readFileSync(kubeconfigPath, "utf8")) as Kubeconfig;
    const context = config.contexts?.find(({ name }) => name === config["current-context"]);
    const cluster = config.clusters?.find(({ name }) => name === context?.context.cluster)?.cluster;
    const user = config.users?.find(({ name }) => name === context?.context.user)?.user;
    if (cluster?.server === undefined) throw new Error(`${kubeconfigPath} names no API server`);
    const read = (from: Record<string, string> | undefined, key: string) => {
      const [inline, file] = [from?.[`${key}-data`], from?.[key]];
      if (inline !== undefined) return Buffer.from(inline, "base64");
      return file === undefined ? undefined : readFileSync(resolve(dirname(kubeconfigPath), file));
    };
    this.server = cluster.server;
    this.token = user?.token;
    this.agent = new Agent({
      keepAlive: true,
      ca: read(cluster, "certificate-authority"),
      cert: read(user, "client-certificate"),
      key: read(user, "client-key"),
    });
  }

  async call<T>(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<T | undefined> {
    const { status, text } = await this.send(method, path, body);
    if (status === 404) return undefined;
    if (status >= 200 && status < 300) return JSON.parse(text) as T;
    throw new Refused(status, messageOf(text), `${method} ${path}`);
  }

  /** Reads a watch line by line until it ends, which it does now and then; throws where it breaks. */
  follow(path: string, take: (line: string) => void): Promise<void> {
    const url = new URL(path, this.server);
    const headers = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    return new Promise((done, fail) => {
      const call = httpsRequest(url, { headers, agent: this.agent }, (response) => {
        if (response.statusCode !== 200)
          fail(new Refused(response.statusCode ?? 0, "the watch was refused", `GET ${path}`));
        let rest = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          const lines = (rest + chunk).split("\n");
          rest = lines.pop() ?? "";
          try {
            lines.filter((line) => line !== "").forEach(take);
          } catch (error) {
            fail(new Error("the watch cannot be read", { cause: error }));
            call.destroy();
          }
        });
        response.on("end", done);
        response.on("error", fail);
      });
      call.on("error", (error) => fail(new Unreachable(this.server, error)));
      call.end();
    });
  }

  private async send(method: string, path: string, body: unknown) {
    const url = new URL(path, this.server);
    const patch = "application/merge-patch+json";
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: "application/json",
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      ...(text === undefined
        ? {}
        : {
            "content-type": method === "PATCH" ? patch : "application/json",
            // Node gives a DELETE none by itself, and the server takes its body for the next request.
            "content-length": Buffer.byteLength(text),
          }),
    };
    return new Promise<{ status: number; text: string }>((done, fail) => {
      const unreachable = (error: Error) => fail(new Unreachable(this.server, error));
      const isPlain = url.protocol === "http:";
      const options = { method, headers, ...(isPlain ? {} : { agent: this.agent }) };
      const call = (isPlain ? httpRequest : httpsRequest)(url, options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => done({ status: response.statusCode ?? 0, text }));
        response.on("error", unreachable);
      });
      call.on("error", unreachable);
      call.end(text);
    });
  }
}

/** Of a Status; what is in front of the API server answers in plain words. */
function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text.trim();
  }
}
