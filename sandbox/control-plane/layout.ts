import { join } from "node:path";

import { sandboxPaths } from "../paths";

/** Where one stack's control plane keeps its things. */
export interface Layout {
  /** Data, keys, logs: all that `delete` removes. */
  readonly dir: string;
  readonly pki: string;
  readonly data: string;
  readonly logs: string;
  /** Every write that a person or a program made, one JSON a line. */
  readonly audit: string;
  readonly pids: string;
  readonly config: string;
  readonly state: string;
  /** Outside of `dir`, so that it outlives a deletion under way. */
  readonly lock: string;
  /** The administrator's, for people and providers. */
  readonly kubeconfig: string;
}

export function layoutOf(stack: string): Layout {
  const { controlPlane: dir, kubeconfig } = sandboxPaths(stack);
  return {
    dir,
    kubeconfig,
    pki: join(dir, "pki"),
    data: join(dir, "etcd"),
    logs: join(dir, "logs"),
    audit: join(dir, "logs", "audit.log"),
    pids: join(dir, "pids"),
    config: join(dir, "config"),
    state: join(dir, "state.json"),
    lock: `${dir}.lock`,
  };
}
