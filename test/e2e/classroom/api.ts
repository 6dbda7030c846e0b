import { readFileSync } from "node:fs";
import { request } from "node:https";

import { KubeConfig } from "@kubernetes/client-node";

export interface Answer {
  readonly status: number;
  /** What the API server says to it, as text. */
  readonly message: string;
  readonly body: unknown;
}

/** The API server as whoever a kubeconfig is for: no client between that could refuse by itself. */
export class Caller {
  private readonly config = new KubeConfig();

  constructor(file: string) {
    this.config.loadFromString(readFileSync(file, "utf8"));
  }

  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const server = this.config.getCurrentCluster()?.server ?? "";
    const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    const options = {
      method,
      headers: { "content-type": type, accept: "application/json" },
    };
    await this.config.applyToHTTPSOptions(options);
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, server), options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => {
          const parsed = parse(text);
          const { message = text } = parsed as { message?: string };
          resolve({ status: response.statusCode ?? 0, message, body: parsed });
        });
      });
      asked.on("error", reject);
      asked.end(body && JSON.stringify(body));
    });
  }
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
