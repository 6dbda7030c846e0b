import type { StackConfig } from "../../stacks/config";
import { classroomSummary, type ClassroomSummary } from "../classroom-summary";
import type { Interrupt } from "../engine/interrupt";
import { stackPaths } from "../engine/platform";
import { openSession, type Session } from "../engine/session";
import { closedResources, countByPart, notInstalled, packagesOf, stateOf } from "../engine/state";
import { secretsFile } from "../providers/aws/secrets-file";
import { sandboxPaths } from "../paths";
import { readLive } from "../live";
import { settleMesh } from "../mesh";
import { declaredMesh } from "../mesh/declared";
import { summary } from "../summary";
import type { EngineFlags } from "./engine-options";
import { operate } from "./operate";

export interface UpFlags extends EngineFlags {
  stack: string;
  kubeconfig?: string;
  config?: string[];
  mesh?: boolean;
}

export async function up(flags: UpFlags, interrupt: Interrupt): Promise<void> {
  const session = await openSession(flags.stack, { ...flags, remember: true, program: true });
  const result = await operate(session, "up", flags, interrupt);
  const outputs = Object.fromEntries(
    Object.entries(result.outputs).map(([key, output]) => [key, output.value as unknown]),
  );
  const done = { outputs, changes: result.summary.resourceChanges ?? {} };
  const { config } = session;
  const json = flags.json === true;
  await (config.kind === "classroom"
    ? summariseClassroom(session, done, json)
    : summarise(session, config, done, json));
}

interface Done {
  readonly outputs: Record<string, unknown>;
  readonly changes: Record<string, number>;
}

async function summarise(
  session: Session,
  config: StackConfig,
  { outputs, changes }: Done,
  json: boolean,
): Promise<void> {
  const { namespace } = outputs as { namespace?: string };
  const [resources, live] = await Promise.all([
    stateOf(session.stack),
    readLive(session.target.kubeconfig, namespace),
  ]);
  const packages = packagesOf(resources);
  const mesh = session.mesh ? await settleMesh(session.name, declaredMesh(resources)) : undefined;
  const facts = {
    stack: session.name,
    kubernetes: config.cluster.version,
    parts: countByPart(resources),
    live,
    outputs,
    providers: session.providers.filter(({ name }) => packages.has(name)),
    notInstalled: notInstalled(resources),
    kubeconfig: session.target.kubeconfig,
    embedded: session.target.embedded,
    ...(mesh && { mesh }),
    ...managedSecret(config),
  };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...facts, changes, parts: Object.fromEntries(facts.parts) }, undefined, 2)}\n`
      : summary(facts),
  );
  // What is said to stand must stand.
  if (mesh && mesh.status.problems.length > 0) process.exitCode = 1;
}

async function summariseClassroom(
  session: Session,
  { outputs, changes }: Done,
  json: boolean,
): Promise<void> {
  const { backend } = stackPaths(session.name);
  const resources = closedResources(session.name, backend) ?? (await stateOf(session.stack));
  const packages = packagesOf(resources);
  const { platform = "", kubeconfig } = session.target;
  const facts = {
    stack: session.name,
    platform,
    kubeconfig,
    resources: [...countByPart(resources).values()].reduce((sum, count) => sum + count, 0),
    students: outputs.students as ClassroomSummary["students"],
    providers: session.providers.filter(({ name }) => packages.has(name)),
  };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...facts, outputs, changes }, undefined, 2)}\n`
      : classroomSummary(facts),
  );
}

/** The stack's secret in Secrets Manager, and where its values are in truth. */
const managedSecret = ({ stack, secretsManager }: StackConfig) =>
  secretsManager && {
    secretsManager: { ...secretsManager, file: secretsFile(sandboxPaths(stack).aws) },
  };
