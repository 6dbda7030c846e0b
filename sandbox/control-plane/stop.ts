import { rmSync } from "node:fs";

import { withLock } from "../tools/lock";
import type { ComponentName } from "./components";
import { layoutOf, type Layout } from "./layout";
import { end, type Started } from "./processes";
import { readState } from "./state";

/**
 * Clients before servers: an API server whose etcd has gone first hangs for a minute. Those of one row end side by side.
 * The time is what each gets before it is killed; killing harms none of them, as all that matters is in etcd's log on disk.
 */
const order: readonly { names: readonly ComponentName[]; graceMs: number }[] = [
  { names: ["kwok", "kube-scheduler", "kube-controller-manager"], graceMs: 3_000 },
  { names: ["kube-apiserver"], graceMs: 5_000 },
  { names: ["etcd"], graceMs: 10_000 },
];

/** Ends the components; what they hold stays on disk. */
export async function stopControlPlane(stack: string): Promise<void> {
  const layout = layoutOf(stack);
  await withLock(layout.lock, () => endAll(layout, readState(layout)?.components ?? []));
}

/** Ends the components and removes everything: objects, keys, logs. */
export async function deleteControlPlane(stack: string): Promise<void> {
  const layout = layoutOf(stack);
  await withLock(layout.lock, async () => {
    await endAll(layout, readState(layout)?.components ?? []);
    rmSync(layout.kubeconfig, { force: true });
    rmSync(layout.dir, { recursive: true, force: true });
  });
}

/** Ends those components, in an order that loses nothing and hangs nowhere. */
export async function endAll(
  layout: Layout,
  components: readonly Started<ComponentName>[],
): Promise<void> {
  for (const { names, graceMs } of order) {
    const row = components.filter(({ name }) => names.includes(name));
    await Promise.all(row.map((component) => end(layout, component, graceMs)));
  }
}
