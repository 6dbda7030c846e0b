import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import type { KubeObject } from "../../../components/classroom/objects";
import type { Lab, LabPlace } from "../../../apps/labs";
import { isTrue } from "../../../sandbox/conditions";
import { KubeApi } from "../../../sandbox/providers/aws/kube-api";
import { collectionOf } from "./collections";

/** Where kubectl is, and where it keeps what it has learnt of the cluster. */
export interface Kubectl {
  readonly path: string;
  readonly cache: string;
}

/** An object as it lives. */
export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly uid: string;
    }[];
    readonly deletionTimestamp?: string;
  };
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const applying = ["apply", "-f", "-"];
/** A busy machine's controllers take their time; a quick one's take none. */
const patience = 180_000;
const busy = /quota evaluation timed out|etcdserver: request timed out|TLS handshake timeout/;

/** kubectl in the hands of one person, with that person's kubeconfig, in one namespace. */
export class Hands {
  /** For what kubectl has no words for. */
  readonly api: KubeApi;

  constructor(
    readonly who: string,
    readonly kubeconfig: string,
    readonly namespace: string,
    private readonly tool: Kubectl,
  ) {
    this.api = new KubeApi(kubeconfig);
  }

  /** Runs kubectl as a person types it; it must succeed. */
  async kubectl(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words);
    if (code === 0) return stdout;
    throw new Error(`${this.who}: kubectl ${words.join(" ")} ended with ${code}\n${stderr}`);
  }

  /** Runs a command line of the lab's text, without quotes or variables. */
  type(line: string): Promise<string> {
    const [program, ...words] = line.split(" ");
    if (program !== "kubectl") throw new Error(`"${line}" is no command of kubectl`);
    return this.kubectl(...words);
  }

  /** Runs kubectl, which must fail; answers what it says. */
  async refused(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words);
    if (code !== 0) return stderr;
    throw new Error(`${this.who}: kubectl ${words.join(" ")} was not refused: ${stdout}`);
  }

  /** Makes or changes objects, as `kubectl apply -f` does. */
  async apply(...objects: KubeObject[]): Promise<string> {
    if (objects.length === 0) return "";
    const { code, stdout, stderr } = await this.run(
      applying,
      listOf(objects),
      this.placeOf(objects),
    );
    if (code === 0) return stdout;
    throw new Error(`${this.who}: kubectl apply ended with ${code}\n${stderr}`);
  }

  /** The same, which must fail; answers what the API server says. */
  async applyRefused(...objects: KubeObject[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(
      applying,
      listOf(objects),
      this.placeOf(objects),
    );
    if (code !== 0) return stderr;
    throw new Error(`${this.who}: kubectl apply was not refused: ${stdout}`);
  }

  /** The same, which must go; answers what the API server warns of. */
  async warned(...objects: KubeObject[]): Promise<string> {
    const { code, stderr } = await this.run(["apply", "-f", "-"], listOf(objects));
    if (code === 0) return stderr;
    throw new Error(`${this.who}: kubectl apply ended with ${code}\n${stderr}`);
  }

  /** Reads an object as it lives; straight from the API server, for a kubectl takes ten times as long. */
  async get<T extends object>(kind: string, name: string): Promise<Live & T> {
    const found = await this.find<T>(kind, name);
    if (found) return found;
    throw new Error(`${this.who}: there is no ${kind} ${name}`);
  }

  /** The same, where it may not be there. */
  async find<T extends object>(kind: string, name: string): Promise<(Live & T) | undefined> {
    const collection = collectionOf(kind);
    if (collection) return this.api.call("GET", `${collection.path(this.namespace)}/${name}`);
    const text = await this.kubectl("get", kind, name, "-o", "json", "--ignore-not-found");
    return text === "" ? undefined : (JSON.parse(text) as Live & T);
  }

  async list<T extends object>(kind: string, selector = ""): Promise<(Live & T)[]> {
    const collection = collectionOf(kind);
    const query = `?labelSelector=${encodeURIComponent(selector)}`;
    const listed = collection
      ? await this.api.call<{ items: (Live & T)[] }>(
          "GET",
          `${collection.path(this.namespace)}${query}`,
        )
      : (JSON.parse(await this.kubectl("get", kind, "-l", selector, "-o", "json")) as {
          items: (Live & T)[];
        });
    return listed?.items ?? [];
  }

  /** Looks again and again, until the look answers something; controllers take a moment. */
  async until<T>(
    what: string | (() => string),
    look: () => Promise<T | undefined | false>,
    milliseconds = patience,
  ): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      if (Date.now() > end)
        throw new Error(
          `${this.who}: after ${milliseconds / 1_000} s still not so: ${typeof what === "string" ? what : what()}`,
        );
      await sleep(200);
    }
  }

  /** Pods with these labels that are ready, once there are so many. */
  pods(selector: string, count: number): Promise<(Live & PodFacts)[]> {
    return this.until(`${count} ready pods of ${selector}`, async () => {
      const all = await this.list<PodFacts>("pods", selector);
      const there = all.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      return there.length === count && there.every(isReady) ? there : undefined;
    });
  }

  /** The ready endpoints of a Service, once there are so many. */
  endpoints(service: string, count: number): Promise<Endpoint[]> {
    return this.until(`${count} endpoints of ${service}`, async () => {
      const label = `kubernetes.io/service-name=${service}`;
      const slices = await this.list<{ endpoints: Endpoint[] | null }>("endpointslices", label);
      const all = slices.flatMap(({ endpoints }) => endpoints ?? []);
      const ready = all.filter(({ conditions }) => conditions?.ready !== false);
      return ready.length === count ? ready : undefined;
    });
  }

  /** That a claim has its volume. */
  async bound(claim: string): Promise<void> {
    await this.until(`${claim} is bound`, async () => {
      const { status } = await this.get<{ status: { phase: string } }>(
        "persistentvolumeclaim",
        claim,
      );
      return status.phase === "Bound";
    });
  }

  /** Writes a probe's result into a pod's status: nobody probes simulated pods. */
  kubeletSays(pod: string, { ready }: { readonly ready: boolean }): Promise<string> {
    const status = ready ? "True" : "False";
    const conditions = ["ContainersReady", "Ready"].map((type) => ({ type, status }));
    const patch = JSON.stringify({ status: { conditions } });
    return this.kubectl("patch", "pod", pod, "--subresource=status", "-p", patch);
  }

  /** Makes what the lab's `changes` come to. */
  makes({ makes }: Lab, place: LabPlace): Promise<string> {
    return this.apply(...(makes?.(place) ?? []));
  }

  /** That a pod finds no node, and the scheduler says why. */
  async pending(name: string, why: RegExp): Promise<void> {
    await this.until(`${name} waits, because ${String(why)}`, async () => {
      const { status } = await this.get<PodFacts>("pod", name);
      const [scheduled] = (status?.conditions ?? []).filter(({ type }) => type === "PodScheduled");
      return scheduled?.status === "False" && why.test(scheduled.message ?? "");
    });
  }

  /** That a quota counts this much as used, once it has counted. */
  async uses(quota: string, amounts: Readonly<Record<string, string>>): Promise<void> {
    let used: Readonly<Record<string, string>> = {};
    const look = async () => {
      const { status } = await this.get<{ status?: { used?: typeof used } }>(
        "resourcequota",
        quota,
      );
      used = status?.used ?? {};
      return Object.entries(amounts).every(([key, amount]) => used[key] === amount);
    };
    await this.until(
      () => `${quota} counts ${JSON.stringify(amounts)}: ${JSON.stringify(used)}`,
      look,
    );
  }

  /** kubectl takes a namespace amiss where objects say another. */
  private placeOf(objects: readonly KubeObject[]): string[] {
    const elsewhere = objects.some(
      ({ metadata: { namespace = this.namespace } }) => namespace !== this.namespace,
    );
    return elsewhere ? [] : ["-n", this.namespace];
  }

  /** Again where the API server was too busy to answer: that is no refusal. */
  private async run(
    words: readonly string[],
    input?: string,
    place: readonly string[] = ["-n", this.namespace],
  ): Promise<Ended> {
    for (let times = 1; ; times += 1) {
      const ended = await this.once([...place, ...words], input);
      if (times === 4 || !busy.test(ended.stderr)) return ended;
    }
  }

  private once(words: readonly string[], input?: string): Promise<Ended> {
    const child = spawn(this.tool.path, ["--cache-dir", this.tool.cache, ...words], {
      env: { PATH: process.env.PATH, HOME: this.tool.cache, KUBECONFIG: this.kubeconfig },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
    });
  }
}

export interface Endpoint {
  readonly addresses: readonly string[];
  readonly hostname?: string;
  readonly conditions?: { readonly ready?: boolean };
}

/** What proofs look at of a pod. */
export interface PodFacts {
  readonly spec: {
    readonly nodeName?: string;
    readonly serviceAccountName?: string;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
      readonly resources: {
        readonly requests?: Readonly<Record<string, string>>;
        readonly limits?: Readonly<Record<string, string>>;
      };
    }[];
  };
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
  };
}

const isReady = ({ status }: PodFacts): boolean => isTrue(status?.conditions, "Ready");

const listOf = (items: readonly KubeObject[]): string =>
  JSON.stringify({ apiVersion: "v1", kind: "List", items });
