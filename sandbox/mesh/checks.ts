import { UserError } from "../errors";
import type { StackConfig } from "../../stacks/config";

/** Refuses a stack whose mesh cannot be played here, by the key that says so. */
export function checkMesh(stack: string, config: StackConfig, embedded: boolean): void {
  const refuse = (problem: string, fix: string) => {
    throw new UserError(`--mesh: ${problem} ${fix}`);
  };
  const set = (pair: string) =>
    `"npm run sandbox -- up --mesh --stack ${stack} --config ${pair}" changes that for this sandbox.`;
  if (!embedded)
    refuse(
      "the mesh here belongs to the embedded cluster.",
      "On a cluster of your own, install Istio and measure through its own ingress gateway.",
    );
  if (config.mesh === undefined)
    refuse(
      `stack "${stack}" has no mesh (twelve-street:mesh).`,
      "Give it one, or leave --mesh out.",
    );
  else if (config.mesh.mtls.mode === "STRICT")
    refuse(
      `stack "${stack}" has twelve-street:mesh.mtls.mode STRICT, and the stand-ins here have no certificates.`,
      set("twelve-street:mesh.mtls.mode=PERMISSIVE"),
    );
}
