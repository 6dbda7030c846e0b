import type { ChildProcess } from "node:child_process";
import { appendFileSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { request, type RequestOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { KubeConfig } from "@kubernetes/client-node";

import type { Ran, TestSandbox } from "./sandbox";

const preload = join(__dirname, "at-writes.cjs");

/**
 * Counts every write of a command of `course`: to the API server, which it stands before, to the stack's
 * config and to Pulumi's state. It can let the command end by SIGKILL, all its processes at once, after any of
 * them: before the writer has learnt that it was made, and with none made after it.
 */
export class Writes {
  private readonly log: string;
  private readonly stops: (() => void)[] = [];
  private most = Infinity;
  private child: ChildProcess | undefined;
  private killed = false;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly sandbox: TestSandbox,
    private readonly upstream: RequestOptions,
  ) {
    this.log = join(sandbox.home, "writes.log");
  }

  /** From now on everything that reaches the API server of this sandbox comes through here. */
  static async before(sandbox: TestSandbox): Promise<Writes> {
    const kubeconfig = join(sandbox.home, sandbox.stack, "kubeconfig");
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const server = config.getCurrentCluster()?.server ?? "";
    const upstream: RequestOptions = {};
    await config.applyToHTTPSOptions(upstream);
    const writes = new Writes(sandbox, { ...upstream, ...addressOf(server) });
    const { port } = await writes.listen();
    const text = readFileSync(kubeconfig, "utf8")
      .replace(server, `http://127.0.0.1:${port}`)
      .replace(/certificate-authority: .*/, "insecure-skip-tls-verify: true");
    writeFileSync(kubeconfig, text);
    return writes;
  }

  /** Runs the command, and ends it after so many writes; says which there were. */
  async run(words: readonly string[], most = Infinity): Promise<{ ran: Ran; writes: string[] }> {
    writeFileSync(this.log, "");
    this.most = most;
    this.killed = false;
    const watchers = this.watchState();
    const { child, ended } = this.sandbox.startCourse(words, {
      NODE_OPTIONS: `--require ${preload}`,
      WRITES_LOG: this.log,
      WRITES_MOST: String(most),
    });
    this.child = child;
    const ran = await ended;
    this.child = undefined;
    for (const stop of watchers) stop();
    return { ran, writes: this.lines() };
  }

  close(): void {
    for (const stop of this.stops) stop();
  }

  private lines(): string[] {
    return readFileSync(this.log, "utf8").split("\n").slice(0, -1);
  }

  /** A write was made. Answers whether the writer lives on. */
  private made(what: string): boolean {
    if (!this.child || this.killed) return !this.killed;
    appendFileSync(this.log, `${what}\n`);
    if (this.lines().length < this.most) return true;
    this.killed = true;
    for (const pid of family(this.child.pid ?? 0)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has just ended by itself
      }
    }
    return false;
  }

  /** The engine's own files: each is written beside its place and then put there. */
  private watchState(): (() => void)[] {
    const { home, stack } = this.sandbox;
    const state = join(home, stack, "backend", ".pulumi");
    const folders = ["stacks/twelve-street", `locks/organization/twelve-street/${stack}`];
    return folders.map((folder) => {
      const watcher = watch(join(state, folder), (event, file) => {
        if (event === "rename" && file?.endsWith(".json")) this.made(`state ${folder}/${file}`);
      });
      return () => watcher.close();
    });
  }

  private async listen(): Promise<AddressInfo> {
    const server: Server = createServer((incoming, answer) => {
      const isWrite = isWriting(incoming);
      const pass = async () => {
        if (isWrite && this.killed && this.child) {
          answer.destroy();
          return;
        }
        const body = await whole(incoming);
        const { statusCode = 500, headers, from } = await this.ask(incoming, body);
        if (!isWrite) {
          answer.writeHead(statusCode, headers);
          from.pipe(answer);
          answer.on("close", () => from.destroy());
          return;
        }
        const said = await whole(from);
        const what = `${incoming.method ?? ""} ${(incoming.url ?? "").replace(/\?.*/, "")}`;
        if (statusCode < 300 && !this.made(what)) answer.destroy();
        else answer.writeHead(statusCode, headers).end(said);
      };
      const failed = () => void answer.destroy();
      // Writes one after the other: after the last one none may slip through.
      if (isWrite) this.turn = this.turn.then(pass).catch(failed);
      else pass().catch(failed);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.stops.push(() => {
      server.close();
      server.closeAllConnections();
    });
    return server.address() as AddressInfo;
  }

  private ask({ method, url, headers }: IncomingMessage, body: Buffer) {
    const others = { ...headers };
    delete others.host;
    return new Promise<{
      statusCode?: number;
      headers: IncomingMessage["headers"];
      from: IncomingMessage;
    }>((resolve, reject) => {
      request({ ...this.upstream, method, path: url, headers: others }, (from) =>
        resolve({
          ...(from.statusCode !== undefined && { statusCode: from.statusCode }),
          headers: from.headers,
          from,
        }),
      )
        .on("error", reject)
        .end(body);
    });
  }
}

const addressOf = (server: string): RequestOptions => {
  const { hostname, port } = new URL(server);
  return { hostname, port };
};

/** Questions that are put by POST, and trials, write nothing. */
const isWriting = ({ method = "", url = "" }: IncomingMessage): boolean =>
  ["POST", "PUT", "PATCH", "DELETE"].includes(method) &&
  !url.includes("dryRun=All") &&
  !/access(review|rulesreview)s/.test(url);

async function whole(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A process and all that it has begun, the youngest last. */
function family(root: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => [Number(pid), parentOf(pid)] as const);
  const found = [root];
  for (const pid of found)
    found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}
