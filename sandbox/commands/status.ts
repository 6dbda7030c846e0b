import { existsSync } from "node:fs";
import { join } from "node:path";

import { controlPlaneStatus } from "../control-plane";
import { committedStacks } from "../engine/config-copy";
import { platformOf } from "../engine/platform";
import { recordedTarget, type Target } from "../engine/target";
import { meshStatus, type MeshStatus } from "../mesh";
import { sandboxPaths } from "../paths";

interface StackStatus {
  stack: string;
  /** Where the stack's objects are; absent when nothing stands. */
  target?: Target;
  controlPlane: Awaited<ReturnType<typeof controlPlaneStatus>>;
  /** Absent when the stack has none. */
  mesh?: MeshStatus;
}

export async function status(flags: { stack?: string; json?: boolean }): Promise<void> {
  const stacks = flags.stack === undefined ? committedStacks() : [flags.stack];
  const found = await Promise.all(stacks.map(statusOf));
  process.stdout.write(
    flags.json ? `${JSON.stringify(found, undefined, 2)}\n` : found.map(describe).join(""),
  );
}

async function statusOf(stack: string): Promise<StackStatus> {
  const target = recordedTarget(stack);
  const controlPlane = existsSync(join(sandboxPaths(stack).dir))
    ? await controlPlaneStatus(stack)
    : { running: false, components: [] };
  const mesh = await meshStatus(stack);
  return {
    stack,
    controlPlane,
    ...(target === undefined ? {} : { target }),
    ...(mesh && { mesh }),
  };
}

const memoryOf = (components: readonly { rssMiB: number }[]) =>
  components.reduce((sum, { rssMiB }) => sum + rssMiB, 0).toFixed(0);

const processRow = ({ name, pid, rssMiB }: MeshStatus["components"][number]) =>
  `  ${name.padEnd(26)} pid ${pid.toString().padEnd(8)} ${rssMiB.toFixed(0)} MiB`;

function describe({ stack, target, controlPlane, mesh }: StackStatus): string {
  const rows = [`${stack}: ${target === undefined ? "not up" : `up on ${target.kubeconfig}`}`];
  const platform = target?.platform ?? platformOf(stack);
  if (platform !== undefined) rows.push(`on the control plane of ${platform}`);
  else if (target?.embedded !== false) {
    const memory = memoryOf(controlPlane.components);
    rows.push(
      controlPlane.running
        ? `control plane running at ${controlPlane.server ?? "?"}, ${memory} MiB`
        : "control plane stopped",
      ...controlPlane.components.map(processRow),
    );
  }
  if (mesh)
    rows.push(
      mesh.running
        ? `mesh running at ${mesh.gateway ?? "?"}, ${mesh.serving ?? 0} pods played, ${memoryOf(mesh.components)} MiB`
        : "mesh stopped",
      ...mesh.components.map(processRow),
    );
  return `${rows.join("\n  ")}\n`;
}
