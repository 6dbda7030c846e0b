import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { TestSandbox } from "./sandbox";
import type { Writes } from "./writes";

/** What a rollout leaves behind, wherever it writes. */
export interface Left {
  readonly config: unknown;
  readonly objects: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}

const kinds =
  "deploy,svc,cm,secret,sa,hpa,pdb,netpol,virtualservice,destinationrule,authorizationpolicy,lease";

interface LiveObject {
  kind: string;
  metadata: { name: string; labels?: unknown; annotations?: Record<string, string> };
  status?: unknown;
}

interface Checkpoint {
  checkpoint: {
    latest: {
      pending_operations?: unknown[];
      resources: { urn: string; inputs?: unknown; delete?: boolean }[];
    };
  };
}

export async function left(sandbox: TestSandbox): Promise<Left> {
  const dir = join(sandbox.home, sandbox.stack);
  const read = (...path: string[]) => readFileSync(join(dir, ...path), "utf8");
  const installed = await sandbox.kubectl("api-resources", "-o", "name");
  const there = kinds
    .split(",")
    .filter((kind) => !/virtual|destination|authorization/.test(kind) || installed.includes(kind));
  const items = await sandbox.list<LiveObject>(there.join(","), "-n", "twelve-street");
  const { latest } = (
    JSON.parse(read("backend/.pulumi/stacks/twelve-street", `${sandbox.stack}.json`)) as Checkpoint
  ).checkpoint;
  assert.deepEqual(latest.pending_operations ?? [], [], "an operation is left open");
  assert.deepEqual(
    latest.resources.filter((it) => it.delete).map(({ urn }) => urn),
    [],
    "something is left to be deleted",
  );
  return {
    config: [parse(read("overrides.yaml")), parse(read("work", `Pulumi.${sandbox.stack}.yaml`))],
    objects: Object.fromEntries(items.map(specOf)),
    state: Object.fromEntries(
      latest.resources.map(({ urn, inputs }) => [urn, withoutChosen(inputs ?? {})]),
    ),
  };
}

/** An object as somebody has asked for it, without what the API server and controllers note of its life. */
function specOf({ kind, metadata, ...object }: LiveObject): [string, unknown] {
  const annotations = { ...metadata.annotations };
  delete annotations["deployment.kubernetes.io/revision"];
  const asked: Partial<LiveObject> = { ...object };
  delete asked.status;
  return [
    `${kind}/${metadata.name}`,
    { labels: metadata.labels, annotations, ...withoutChosen(asked) },
  ];
}

/** What the API server chooses, and what each encryption of one secret makes anew. */
const chosen = ["clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort", "ciphertext"];

const withoutChosen = (object: unknown): object =>
  JSON.parse(
    JSON.stringify(object, (key, value: unknown) => (chosen.includes(key) ? undefined : value)),
  ) as object;

/** A rollout command with what it ends in. */
export type Action = readonly string[];

/**
 * Runs an action that is killed after so many writes, then runs it again.
 * Answers what it leaves, or nothing where it ended by itself before that.
 */
export async function killedAfter(
  writes: Writes,
  sandbox: TestSandbox,
  action: Action,
  most: number,
  code = 0,
): Promise<Left | undefined> {
  const { ran, writes: made } = await writes.run(["rollout", ...action], most);
  if (ran.signal !== "SIGKILL") {
    assert.equal(ran.code, code, ran.stderr);
    return undefined;
  }
  const last = made.at(-1) ?? "";
  // Its Lease given back, all is done and said: nothing is left to run again.
  if (!/^DELETE .*leases/.test(last)) {
    const again = await writes.run(["rollout", ...action]);
    assert.equal(again.ran.code, code, `after ${last}: ${again.ran.stderr}`);
  }
  return left(sandbox);
}

/** What an action leaves that nobody kills. */
export async function whole(
  writes: Writes,
  sandbox: TestSandbox,
  action: Action,
  code = 0,
): Promise<Left & { readonly writes: readonly string[] }> {
  const { ran, writes: made } = await writes.run(["rollout", ...action]);
  assert.equal(ran.code, code, ran.stderr);
  return { ...(await left(sandbox)), writes: made };
}

/** A plain `up` finds nothing to do. */
export async function changesNothing(sandbox: TestSandbox): Promise<void> {
  assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
}
