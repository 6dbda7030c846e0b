import type { Operation } from "../../runtime/provider";
import type { Cluster } from "../cluster";
import { annotations, isOn } from "../names";
import { annotation, describe, isCrd, type KubeObject } from "../objects";
import { customReadiness } from "./custom";
import { ingress, service } from "./network";
import { claim, customResourceDefinition, persistentVolume, resourceQuota, secret } from "./others";
import { pod } from "./pods";
import type { Readiness } from "./readiness";
import { deadline, GoneError, versions } from "./watch";
import { daemonSet, deployment, job, replicationController, statefulSet } from "./workloads";

/** Kinds that are not listed are ready as soon as they exist. Source: pulumi-kubernetes await/awaiters.go. */
const table: Readonly<Record<string, Readiness>> = {
  "apps/v1/DaemonSet": daemonSet,
  "apps/v1/Deployment": deployment,
  "apps/v1/StatefulSet": statefulSet,
  "batch/v1/Job": job,
  "networking.k8s.io/v1/Ingress": ingress,
  "v1/PersistentVolume": persistentVolume,
  "v1/Pod": pod,
  "v1/ReplicationController": replicationController,
  "v1/ResourceQuota": resourceQuota,
  "v1/Secret": secret,
  "v1/Service": service,
};

/** Milliseconds after which a wait counts as long: then it is shown, and the pods are asked why. */
const longWaitMs = 2_000;
const lookEveryMs = 5_000;

/** An object that exists but did not become ready. */
export class Unready extends Error {
  constructor(
    readonly object: KubeObject,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
    this.name = "Unready";
  }
}

/** What is missing at this moment, as far as the object itself tells. */
export function unready(object: KubeObject): string | undefined {
  if (isOn(object, annotations.skipAwait)) return undefined;
  const rule = isCrd(object)
    ? customResourceDefinition
    : table[`${object.apiVersion}/${object.kind}`];
  return rule?.failed?.(object) ?? rule?.missing(object);
}

/**
 * Waits until a created or updated object is ready.
 *
 * @returns the object as it was when it became so @throws Unready with the reasons
 */
export async function awaitReady(
  cluster: Cluster,
  operation: Operation,
  object: KubeObject,
): Promise<KubeObject> {
  if (isOn(object, annotations.skipAwait)) return object;
  const rule = await readinessOf(cluster, object);
  if (!rule) return object;
  const seconds = secondsFor(operation, object, rule);
  const signal = deadline(operation.signal, seconds);
  const wait = new Wait(cluster, operation, rule, object);
  const stop = new AbortController();
  try {
    const all = AbortSignal.any([signal, stop.signal]);
    const [live] = await Promise.all([wait.forObject(all), wait.forOthers(all)]);
    return live;
  } catch (error) {
    if (!(error instanceof Stopped) && !signal.aborted && !(error instanceof GoneError))
      throw error;
    const why = operation.signal.aborted ? "cancelled" : `not ready after ${seconds} s`;
    throw await wait.report(
      error instanceof Stopped || error instanceof GoneError ? error.message : why,
    );
  } finally {
    stop.abort();
    wait.close();
  }
}

async function readinessOf(cluster: Cluster, object: KubeObject): Promise<Readiness | undefined> {
  const own = annotation(object, annotations.waitFor);
  if (own) return customReadiness(own);
  if (isCrd(object)) return customResourceDefinition;
  const key = `${object.apiVersion}/${object.kind}`;
  return key === "v1/PersistentVolumeClaim" ? claim(cluster, object) : table[key];
}

/** Source: pulumi-kubernetes metadata/overrides.go TimeoutDuration. */
function secondsFor(operation: Operation, object: KubeObject, rule: Readiness): number {
  const own = Number.parseInt(annotation(object, annotations.timeoutSeconds) ?? "", 10);
  return operation.timeoutSeconds ?? (Number.isFinite(own) ? own : rule.seconds);
}

/** It will never be ready. */
class Stopped extends Error {}

/** One wait: what is missing now, and a look at the reasons once it takes long. */
class Wait {
  #missing: string | undefined;
  #others: string | undefined;
  #shown = "";
  #closed = false;
  #timer: NodeJS.Timeout;

  constructor(
    private readonly cluster: Cluster,
    private readonly operation: Operation,
    private readonly rule: Readiness,
    private object: KubeObject,
  ) {
    this.#timer = setTimeout(() => void this.#look(), longWaitMs);
  }

  async forObject(signal: AbortSignal): Promise<KubeObject> {
    for await (const version of versions(this.cluster, this.object, signal)) {
      if (!version) throw new GoneError(this.object);
      this.object = version;
      const failed = this.rule.failed?.(version);
      if (failed) throw new Stopped(failed);
      this.#missing = this.rule.missing(version);
      if (this.#missing === undefined) return version;
    }
    throw new Error("the wait ended");
  }

  async forOthers(signal: AbortSignal): Promise<void> {
    if (!this.rule.beside) return;
    this.#others = this.rule.besideMissing;
    await this.rule.beside(this.cluster, this.object, signal);
    if (signal.aborted) throw new Error("the wait ended");
    this.#others = undefined;
  }

  async report(why: string): Promise<Unready> {
    const missing = [this.#missing, this.#others].filter((one) => one !== undefined);
    const reasons = await this.#reasons();
    return new Unready(this.object, [
      `${describe(this.object)} is not ready: ${[why, ...missing].join("; ")}`,
      ...reasons,
    ]);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#shown) this.operation.status("");
  }

  async #look(): Promise<void> {
    const reasons = await this.#reasons();
    const text = [this.#missing, this.#others, ...reasons].filter(Boolean).join("; ");
    if (this.#closed) return;
    if (text !== this.#shown) this.operation.status(`waiting: ${text}`);
    this.#shown = text;
    this.#timer = setTimeout(() => void this.#look(), lookEveryMs);
  }

  /** Reasons are a help: what keeps them from being read must not hide what is waited for. */
  async #reasons(): Promise<string[]> {
    return (await this.rule.reasons?.(this.cluster, this.object).catch(() => [])) ?? [];
  }
}
