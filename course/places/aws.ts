import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

import { sentenceOf } from "../../sandbox/ending";
import { committedConfig } from "../../sandbox/engine/config-copy";
import { platformOf, refuseUnder } from "../../sandbox/engine/platform";
import { openStateOf, stateOf } from "../../sandbox/engine/state";
import { UserError } from "../../sandbox/errors";
import { clone, sandboxPaths } from "../../sandbox/paths";
import { parseConfig } from "../../stacks/config";
import { edited } from "../stack-file";
import { awsAccount, awsCli } from "./aws-account";
import type { Place } from "./place";

/** A stack on AWS, by the Pulumi CLI and backend of the person at the keyboard; its config is the stack's file. */
export async function awsPlace(name: string): Promise<Place> {
  const file = join(clone, "stacks", `Pulumi.${name}.yaml`);
  committedConfig(name); // refuses a stack or a file that is none, in a sentence
  const { stack, outputs } = await selected(name);
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
    resources: () => openStateOf(stack),
    open: () => Promise.resolve(stack),
    config: () => read(),
    change(changes) {
      const text = edited(readFileSync(file, "utf8"), changes);
      parseConfig(name, read(text));
      // Never half a file, whenever it is looked at.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
    lock: join(sandboxPaths(name).dir, "rollout.lock"),
    async requireFree() {
      const stacks = await stack.workspace.listStacks();
      const standing = stacks
        .filter(({ name: other, resourceCount = 0 }) => other !== name && resourceCount > 0)
        .map((other) => other.name)
        .filter((other) => platformOf(other, committedConfig) === name);
      refuseUnder(name, standing, "pulumi destroy --stack");
    },
    leave: () => undefined,
  };
}

/** @throws UserError where Pulumi knows no such stack, or is not there; it may be another place that was meant. */
async function selected(name: string) {
  try {
    const stack = await LocalWorkspace.selectStack({ stackName: name, workDir: clone });
    return { stack, outputs: await stack.outputs() };
  } catch (error) {
    const sentence = sentenceOf(error, false);
    if (sentence === undefined) throw error;
    throw new UserError(
      `The stack "${name}" on AWS cannot be reached. ${sentence.replace(/\.?$/, ".")} ` +
        `In the sandbox, "npm run sandbox -- up --stack ${name}" brings one up.`,
    );
  }
}
