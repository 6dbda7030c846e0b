import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Account } from "../../../../sandbox/providers/aws/account";
import { SimulatedAws } from "../../../../sandbox/providers/aws/provider";
import { types } from "../../../../sandbox/providers/aws/services/shapes";
import type { DiffResult, Properties } from "../../../../sandbox/providers/runtime/provider";

const folders: string[] = [];

/** For `afterEach` of every file that makes accounts: Mocha loads this one once for several of them. */
export function removeAccounts(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Where an account may be kept. */
export function accountFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "simulated-aws-"));
  folders.push(folder);
  return join(folder, "aws.json");
}

/** A resource as the engine's state has it. */
export interface Standing {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** One run: a provider process as the engine starts it, asked in the engine's order. */
export class Run {
  readonly said: string[] = [];
  readonly provider: SimulatedAws;

  constructor(
    readonly file: string = accountFile(),
    config: Properties = {},
  ) {
    this.provider = new SimulatedAws(new Account(file), {});
    this.provider.configure({ region: "ap-northeast-2", ...config });
  }

  /** The account's file, as a person would read it. */
  text(): string {
    return readFileSync(this.file, "utf8");
  }

  async check(type: string, name: string, inputs: Properties, old?: Properties) {
    const { inputs: checked, failures = [] } = await this.provider.check(
      this.operation(type, name),
      { inputs, old },
    );
    return { inputs: checked, failures };
  }

  async failures(type: string, name: string, inputs: Properties): Promise<readonly Failure[]> {
    return (await this.check(type, name, inputs)).failures;
  }

  async up(type: string, name: string, given: Properties = {}): Promise<Standing> {
    const { inputs, failures } = await this.check(type, name, given);
    assert.deepEqual(failures, []);
    return this.create(type, name, inputs);
  }

  async create(type: string, name: string, inputs: Properties): Promise<Standing> {
    const { id, outputs } = await this.provider.create(this.operation(type, name), inputs);
    assert.ok(id);
    return { type, name, id, inputs, outputs };
  }

  planned(type: string, name: string, inputs: Properties) {
    return this.provider.create({ ...this.operation(type, name), preview: true }, inputs);
  }

  async diff(old: Standing, given: Properties): Promise<DiffResult> {
    const { type, name, id, outputs: state, inputs: oldInputs } = old;
    const { inputs } = await this.check(type, name, given, oldInputs);
    const request = { id, state, oldInputs, inputs, ignoreChanges: [] };
    return this.provider.diff(this.operation(type, name), request);
  }

  async update(old: Standing, given: Properties, preview = false): Promise<Standing> {
    const { inputs, failures } = await this.check(old.type, old.name, given, old.inputs);
    assert.deepEqual(failures, []);
    const operation = { ...this.operation(old.type, old.name), preview };
    const request = { id: old.id, state: old.outputs, inputs };
    return { ...old, inputs, outputs: await this.provider.update(operation, request) };
  }

  /** What a preview says an update would come to. */
  plan(old: Standing, given: Properties): Promise<Standing> {
    return this.update(old, given, true);
  }

  /** What the next refresh finds; undefined where it is gone. */
  async refresh(old: Standing): Promise<Standing | undefined> {
    const { type, name, id, outputs: state, inputs } = old;
    const found = await this.provider.read(this.operation(type, name), { id, state, inputs });
    return found && { type, name, ...found };
  }

  async imported(type: string, name: string, id: string): Promise<Standing | undefined> {
    return this.refresh({ type, name, id, inputs: {}, outputs: {} });
  }

  async remove({ type, name, id, outputs: state }: Standing): Promise<void> {
    await this.provider.delete(this.operation(type, name), { id, state });
  }

  call(token: string, args: Properties = {}): Promise<Properties> {
    return this.provider.invoke(token, args);
  }

  private operation(type: string, name: string) {
    return {
      type,
      name,
      urn: `urn:pulumi:dev::shop::${type}::${name}`,
      preview: false,
      timeoutSeconds: undefined,
      signal: new AbortController().signal,
      status: () => undefined,
      log: (_: string, text: string) => void this.said.push(text),
    };
  }
}

/** What the diff of two inputs replaces, and what it only updates, by path. */
export function sorted({ detailed }: DiffResult) {
  const paths = (isOne: (kind: string) => boolean) =>
    Object.entries(detailed)
      .filter(([, { kind }]) => isOne(kind))
      .map(([path]) => path);
  return {
    replaces: paths((kind) => kind.endsWith("-replace")),
    updates: paths((kind) => !kind.endsWith("-replace")),
  };
}

export const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: "eks.amazonaws.com" },
    },
  ],
});

/** A VPC with a subnet in each of two zones. */
export async function network(run: Run) {
  const vpc = await run.up(types.vpc, "main", { cidrBlock: "10.64.0.0/16" });
  const subnet = (name: string, zone: string, third: number) =>
    run.up(types.subnet, name, {
      vpcId: vpc.id,
      cidrBlock: `10.64.${third.toString()}.0/24`,
      availabilityZone: `ap-northeast-2${zone}`,
    });
  return { vpc, a: await subnet("a", "a", 0), b: await subnet("b", "b", 1) };
}

/** The same with a cluster and its role. */
export async function withCluster(run: Run, inputs: Properties = {}) {
  const net = await network(run);
  const role = await run.up(types.role, "cluster", { name: "cluster", assumeRolePolicy: trust });
  const cluster = await run.up(types.cluster, "dev", {
    name: "dev",
    roleArn: role.outputs.arn,
    version: "1.36",
    vpcConfig: { subnetIds: [net.a.id, net.b.id] },
    ...inputs,
  });
  return { ...net, role, cluster };
}
