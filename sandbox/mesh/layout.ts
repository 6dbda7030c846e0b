import { join } from "node:path";

import type { Home } from "../control-plane/processes";
import { sandboxPaths } from "../paths";

/** Where one stack's mesh keeps its things. */
export interface MeshLayout extends Home {
  /** What the last `up --mesh` asked for; as long as it is there, the stack has a mesh. */
  readonly settings: string;
  /** Every process that was started. */
  readonly state: string;
  /** Ports, kept from start to start. */
  readonly ports: string;
  /** Istio's objects that are the sandbox's own. No cluster has them: istiod reads them here. */
  readonly objects: string;
  readonly meshConfig: string;
  /** What the stack has declared of its mesh when it last came up. */
  readonly declared: string;
  /** The mesh's own certificate authority. */
  readonly authority: string;
  /** Where Envoys ask for their certificates: a name that fits into the 108 bytes of a socket's, relative to `dir`. */
  readonly secrets: string;
  /** Outside of `dir`, so that it outlives a deletion under way. */
  readonly lock: string;
  /** What others may rely on: see facts.ts. */
  readonly facts: string;
}

export function meshLayoutOf(stack: string): MeshLayout {
  const { dir: root, mesh: facts } = sandboxPaths(stack);
  const dir = join(root, "mesh");
  return {
    dir,
    facts,
    logs: join(dir, "logs"),
    pids: join(dir, "pids"),
    settings: join(dir, "settings.json"),
    state: join(dir, "state.json"),
    ports: join(dir, "ports.json"),
    objects: join(dir, "objects"),
    meshConfig: join(dir, "mesh.json"),
    declared: join(dir, "declared.json"),
    authority: join(dir, "authority"),
    secrets: "secrets.sock",
    lock: `${dir}.lock`,
  };
}
