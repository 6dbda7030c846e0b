import type { Interrupt } from "../engine/interrupt";
import { openSession, type Session } from "../engine/session";
import { countByPart, notInstalled, packagesOf, stateOf } from "../engine/state";
import { secretsFile } from "../providers/aws/secrets-file";
import { sandboxPaths } from "../paths";
import { readLive } from "../live";
import { settleMesh } from "../mesh";
import { declaredMesh } from "../mesh/declared";
import { summary } from "../summary";
import { engineOptions, type EngineFlags } from "./engine-options";

export interface UpFlags extends EngineFlags {
  stack: string;
  kubeconfig?: string;
  config?: string[];
  mesh?: boolean;
}

export async function up(flags: UpFlags, interrupt: Interrupt): Promise<void> {
  const session = await openSession(flags.stack, { ...flags, remember: true, program: true });
  const result = await interrupt.during((signal) => session.stack.up(engineOptions(flags, signal)));
  const outputs = Object.fromEntries(
    Object.entries(result.outputs).map(([key, output]) => [key, output.value as unknown]),
  );
  await summarise(
    session,
    { outputs, changes: result.summary.resourceChanges ?? {} },
    flags.json === true,
  );
}

async function summarise(
  session: Session,
  { outputs, changes }: { outputs: Record<string, unknown>; changes: Record<string, number> },
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
    kubernetes: session.config.cluster.version,
    parts: countByPart(resources),
    live,
    outputs,
    providers: session.providers.filter(({ name }) => packages.has(name)),
    notInstalled: notInstalled(resources),
    kubeconfig: session.target.kubeconfig,
    embedded: session.target.embedded,
    ...(mesh && { mesh }),
    ...managedSecret(session),
  };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...facts, changes, parts: Object.fromEntries(facts.parts) }, undefined, 2)}\n`
      : summary(facts),
  );
  // What is said to stand must stand.
  if (mesh && mesh.status.problems.length > 0) process.exitCode = 1;
}

/** The stack's secret in Secrets Manager, and where its values are in truth. */
const managedSecret = ({ name, config: { secretsManager } }: Session) =>
  secretsManager && {
    secretsManager: { ...secretsManager, file: secretsFile(sandboxPaths(name).aws) },
  };
