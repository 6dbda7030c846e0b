import { Agent, request } from "node:http";

import { listenAddress } from "../../sandbox/mesh/addresses";
import { meshLayoutOf } from "../../sandbox/mesh/layout";
import { readSettings } from "../../sandbox/mesh/settings";
import type { TestSandbox } from "./sandbox";

/** One answer, as a client sees it; status 0 when there was none. */
export interface Answer {
  readonly status: number;
  readonly version: string;
  readonly path: string;
  readonly milliseconds: number;
}

/** Asks many times, some at once, over connections that are kept. */
export async function ask(
  url: string,
  times: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true });
  const answers: Answer[] = [];
  let sent = 0;
  const client = async () => {
    while (sent < times) {
      sent += 1;
      answers.push(await once(url, headers, agent));
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  agent.destroy();
  return answers;
}

function once(
  url: string,
  headers: Readonly<Record<string, string>>,
  agent: Agent,
): Promise<Answer> {
  const began = performance.now();
  const milliseconds = () => performance.now() - began;
  return new Promise((resolve) => {
    const sent = request(url, { headers, agent, timeout: 10_000 }, (response) => {
      const text = (name: string) => String(response.headers[name] ?? "");
      response.resume();
      response.on("close", () => {
        resolve({
          status: response.statusCode ?? 0,
          version: text("x-stand-in-version"),
          path: text("x-stand-in-path"),
          milliseconds: milliseconds(),
        });
      });
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => {
      resolve({ status: 0, version: "", path: "", milliseconds: milliseconds() });
    });
    sent.end();
  });
}

export const failed = (answers: readonly Answer[]): Answer[] =>
  answers.filter(({ status }) => status !== 200);

export const countOf = (answers: readonly Answer[], version: string): number =>
  answers.filter((it) => it.version === version).length;

/** Where a pod's address is on this machine: loopback's stands for it without the right to have another. */
export async function hereOf(sandbox: TestSandbox): Promise<(podIP: string) => string> {
  const settings = await sandbox.within(() =>
    Promise.resolve(readSettings(meshLayoutOf(sandbox.stack))),
  );
  if (!settings) throw new Error(`${sandbox.stack} has no mesh`);
  return (podIP) => listenAddress(settings.addresses, podIP);
}
