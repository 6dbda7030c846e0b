import * as pulumi from "@pulumi/pulumi";

import { keyOf } from "../issues";
import { ConfigError, show, type Problem } from "../problems";
import type { ClassroomConfig } from "./config";
import type { PlatformFacts } from "./facts";
import { shopMisfits } from "./shop";

/** A platform, as its stack's outputs have it. */
export interface Platform {
  readonly facts: PlatformFacts;
  readonly clusterName: string;
  readonly kubeconfig: pulumi.Output<string>;
  /** Repositories of its images, by service. */
  readonly repositories: Readonly<Record<string, string>>;
}

/**
 * The platform that a classroom stands on.
 *
 * @throws RunError where it is not up, or does not fit: nothing is made then.
 */
export async function readPlatform(config: ClassroomConfig): Promise<Platform> {
  const { platform } = config;
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${platform}`;
  const stack = new pulumi.StackReference(name);
  const read = async (output: string) => (await stack.getOutputDetails(output)).value as unknown;
  const [region, clusterName, facts, repositories] = await Promise.all(
    ["region", "clusterName", "forClassrooms", "repositories"].map(read),
  );
  if (typeof clusterName !== "string" || typeof facts !== "object")
    throw refused(config, {
      key: keyOf(["platform"]),
      value: show(platform),
      fix: `that stack is not up as a platform, or was brought up before it knew of classrooms: run \`up\` of ${platform}, then this again`,
    });
  const problems = misfits(config, facts as PlatformFacts, region as string);
  if (problems.length > 0) throw refused(config, ...problems);
  return {
    facts: facts as PlatformFacts,
    clusterName,
    repositories: (repositories ?? {}) as Platform["repositories"],
    kubeconfig: stack
      .requireOutput("kubeconfig")
      .apply((it: unknown) => (typeof it === "string" ? it : JSON.stringify(it))),
  };
}

const refused = ({ stack }: ClassroomConfig, ...problems: Problem[]): pulumi.RunError =>
  new pulumi.RunError(new ConfigError(stack, problems).message);

/** What this classroom asks for and that platform has not. */
export function misfits(config: ClassroomConfig, facts: PlatformFacts, region: string): Problem[] {
  const { ingress, platform } = config;
  const problems: Problem[] = [];
  if (config.region !== region) {
    const fix = `the platform ${platform} is in ${region}: give that`;
    problems.push({ key: keyOf(["region"]), value: show(config.region), fix });
  }
  const served = ingress && facts.ingressClasses[ingress.className];
  if (ingress && served === undefined) {
    const known = Object.keys(facts.ingressClasses);
    const fix =
      known.length === 0
        ? `the platform ${platform} serves no Ingress: switch its ingress.nginx or ingress.alb on, or take ingress out here`
        : `the platform ${platform} has ${known.join(", ")}: give one of these`;
    problems.push({ key: keyOf(["ingress", "className"]), value: show(ingress.className), fix });
  }
  if (served === "alb" && ingress?.albGroup === undefined) {
    const fix = "give a group's name, else each Ingress would have a load balancer of its own";
    problems.push({ key: keyOf(["ingress", "albGroup"]), value: "missing", fix });
  }
  if (served === "nginx" && ingress?.albGroup !== undefined) {
    const fix = "take it out, it is for the class of the AWS Load Balancer Controller";
    problems.push({ key: keyOf(["ingress", "albGroup"]), value: show(ingress.albGroup), fix });
  }
  problems.push(...shopMisfits(config, served, facts.room));
  if (config.mesh && !facts.mesh) {
    const fix = `the platform ${platform} has no mesh: switch it on there, or take this out`;
    problems.push({ key: keyOf(["mesh"]), value: "on", fix });
  }
  for (const student of Object.keys(config.students))
    if (facts.namespaces.includes(student)) {
      const fix = `a namespace of the platform ${platform} has that name: give another`;
      problems.push({ key: keyOf(["students", student]), value: "there", fix });
    }
  return problems;
}
