import { UserError } from "../errors";
import type { StackConfig } from "../../stacks/config";

/** Refuses a stack whose mesh cannot be played here, by the key that says so. */
export function checkMesh(stack: string, config: StackConfig, embedded: boolean): void {
  const refuse = (problem: string, fix: string) => {
    throw new UserError(`--mesh: ${problem} ${fix}`);
  };
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
}
