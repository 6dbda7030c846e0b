import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

import { stateOf } from "../../sandbox/engine/state";
import { UserError } from "../../sandbox/errors";
import { clone } from "../../sandbox/paths";
import { parseConfig } from "../../stacks/config";
import { edited } from "../stack-file";
import { awsAccount, awsCli } from "./aws-account";
import type { Place } from "./place";

/** A stack on AWS, by the Pulumi CLI and backend of the person at the keyboard; its config is the stack's file. */
export async function awsPlace(name: string): Promise<Place> {
  const file = join(clone, "stacks", `Pulumi.${name}.yaml`);
  const stack = await LocalWorkspace.selectStack({ stackName: name, workDir: clone });
  const outputs = await stack.outputs();
  const read = (text = readFileSync(file, "utf8")) =>
    (parse(text) as { config: Record<string, unknown> }).config;
  const { "aws:region": region, "aws:profile": profile } = read() as Record<string, string>;
  return {
    name: "AWS",
    get kubeconfig() {
      const kubeconfig: unknown = outputs.kubeconfig?.value;
      if (kubeconfig === undefined)
        throw new UserError(`Stack "${name}" has no cluster yet: run pulumi up first.`);
      return typeof kubeconfig === "string" ? kubeconfig : JSON.stringify(kubeconfig);
    },
    ownsCluster: true,
    account: awsAccount(awsCli(region ?? "", profile)),
    stands: async () => (await stateOf(stack)).some(({ type }) => type !== "pulumi:pulumi:Stack"),
    open: () => Promise.resolve(stack),
    config: () => read(),
    change(changes) {
      const text = edited(readFileSync(file, "utf8"), changes);
      parseConfig(name, read(text));
      // Never half a file, whenever it is looked at.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
    leave: () => undefined,
  };
}
