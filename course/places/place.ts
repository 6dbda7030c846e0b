import type { Stack } from "@pulumi/pulumi/automation";

import type { StateResource } from "../../sandbox/engine/state";
import type { Change } from "../rollout/written";
import type { Account } from "./account";

/** Where a stack stands, and where its config is kept. */
export interface Place {
  /** For a person: which place this is. */
  readonly name: string;
  /** The cluster's kubeconfig, as its text. @throws UserError where there is no cluster. */
  readonly kubeconfig: string;
  /** Whether the cluster is the stack's. One that a person brought holds things that are none of ours. */
  readonly ownsCluster: boolean;
  readonly account: Account;
  /** Whether anything of the stack stands. */
  stands(): Promise<boolean>;
  /** What the stack's state says stands, secrets opened: nothing of it is written anywhere. */
  resources(): Promise<StateResource[]>;
  /** The stack, ready for `up`. */
  open(): Promise<Stack>;
  /** The stack's config as it is now, as its file has it. */
  config(): Record<string, unknown>;
  /** Changes it, so that the next `up` finds it so. Nothing is written if the program would refuse the result. */
  change(changes: readonly Change[]): void;
  /** A folder under which one run at a time changes the stack, whatever service it is about. */
  readonly lock: string;
  /** @throws UserError where another stack stands on this one */
  requireFree(): Promise<void>;
  /** The stack has come down. */
  leave(): void;
}
