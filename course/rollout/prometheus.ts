import { request, type RequestOptions } from "node:https";
import { request as plainRequest } from "node:http";

import type { KubeConfig } from "@kubernetes/client-node";

import { UserError } from "../../sandbox/errors";

/** Prometheus' Service in the cluster. */
export interface Address {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

const timeoutMs = 10_000;

/** Why nothing was measured, in a sentence. */
export class NoAnswer extends UserError {
  override readonly name = "NoAnswer";
}

/**
 * A Prometheus in the cluster, asked through the API server with the kubeconfig's own credentials: it needs
 * no door of its own to the outside.
 */
export class Prometheus {
  constructor(
    private readonly config: KubeConfig,
    private readonly at: Address,
  ) {}

  /** The one number that an expression gives; undefined where it gives none, or none that is finite. @throws NoAnswer */
  async number(expression: string): Promise<number | undefined> {
    const text = await this.get(`/api/v1/query?query=${encodeURIComponent(expression)}`);
    const [first, ...more] = valuesOf(text) ?? this.fail("answers with something else");
    if (more.length > 0) this.fail("answers with several numbers for one");
    const value = Number(first ?? NaN);
    return Number.isFinite(value) ? value : undefined;
  }

  private async get(path: string): Promise<string> {
    const { namespace, service, port } = this.at;
    const proxy = `/api/v1/namespaces/${namespace}/services/http:${service}:${port}/proxy`;
    const cluster = this.config.getCurrentCluster();
    if (!cluster) this.fail("is not known: the kubeconfig names no cluster");
    const options: RequestOptions = { timeout: timeoutMs };
    const { code, text } = await this.config
      .applyToHTTPSOptions(options)
      .then(() => answer(`${cluster.server}${proxy}${path}`, options))
      .catch((error: unknown) => this.fail(`does not answer: ${(error as Error).message}`));
    return code === 200 ? text : this.fail(refusal(code, text));
  }

  private fail(what: string): never {
    const { namespace, service, port } = this.at;
    throw new NoAnswer(`Prometheus (Service ${namespace}/${service}:${port}) ${what}.`);
  }
}

function answer(url: string, options: RequestOptions): Promise<{ code: number; text: string }> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith("https:") ? request : plainRequest;
    const asked = ask(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ code: response.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error(`nothing within ${timeoutMs / 1000} s`)));
    asked.on("error", reject);
    asked.end();
  });
}

/** Of the API server, which says by a Status why it did not pass the question on, or of Prometheus itself. */
export function refusal(code: number, text: string): string {
  const { kind, reason, message, error } = tableOf(text) as Partial<Record<string, string>>;
  if (kind !== "Status") return `refuses with HTTP code ${code}${error ? `: ${error}` : ""}`;
  if (reason === "NotFound") return "is not there: no such Service";
  if (reason === "Forbidden") return `may not be asked by you: ${message ?? "forbidden"}`;
  if (code === 503) return `does not answer: ${message ?? "it has no ready pod"}`;
  return `cannot be asked: HTTP code ${code}${message ? `, ${message}` : ""}`;
}

/** The values of the vector that an instant query gave; undefined where it is none of Prometheus' answers. */
export function valuesOf(text: string): readonly unknown[] | undefined {
  const { status, data } = tableOf(text) as { status?: string; data?: Partial<Data> };
  if (status !== "success" || data?.resultType !== "vector") return undefined;
  return data.result?.map(({ value }) => value?.[1]);
}

interface Sample {
  readonly value?: readonly unknown[];
}

interface Data {
  readonly resultType: string;
  readonly result: readonly Sample[];
}

function tableOf(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
