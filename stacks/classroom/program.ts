import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Classroom } from "../../components/classroom";
import { classroomArgs, type ClassroomConfig } from "./config";
import { networkOf } from "./facts";
import { readPlatform } from "./platform";

/** The program of a classroom's stack: its students' environments, on a platform that is there. */
export async function classroom(
  config: ClassroomConfig,
): Promise<Record<string, pulumi.Input<unknown>>> {
  const { facts, clusterName, kubeconfig } = await readPlatform(config);
  const { stack, platform, iam } = config;
  const provider = new k8s.Provider(stack, { kubeconfig, clusterIdentifier: clusterName });
  const { students } = new Classroom(
    stack,
    {
      ...classroomArgs(config, networkOf(facts, config)),
      access: { clusterName, makeUsers: iam.makeUsers },
      tags: { project: pulumi.getProject(), stack },
    },
    { providers: [provider] },
  );
  return { platform, clusterName, kubeconfig, students };
}
