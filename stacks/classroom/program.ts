import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { serviceNames, type ServiceName } from "../../apps/twelve-street/services";
import { StudentStreet } from "../../apps/twelve-street/student-street";
import { Classroom } from "../../components/classroom";
import { mapValues } from "../map-values";
import { classroomArgs, type ClassroomConfig } from "./config";
import { networkOf } from "./facts";
import { readPlatform, type Platform } from "./platform";
import { studentSecrets } from "./shop";

/** The program of a classroom's stack: its students' environments, on a platform that is there. */
export async function classroom(
  config: ClassroomConfig,
): Promise<Record<string, pulumi.Input<unknown>>> {
  const { facts, clusterName, kubeconfig, repositories } = await readPlatform(config);
  const { stack, platform, iam } = config;
  const provider = new k8s.Provider(stack, {
    kubeconfig,
    clusterIdentifier: clusterName,
    // Students change what is theirs to change: that is drift, which `up` takes back, and no reason to stop for all.
    enablePatchForce: true,
  });
  const room = new Classroom(
    stack,
    {
      ...classroomArgs(config, networkOf(facts, config)),
      access: { clusterName, makeUsers: iam.makeUsers },
      tags: { project: pulumi.getProject(), stack },
    },
    { providers: [provider] },
  );
  const students = shops(config, repositories, room.students, provider);
  return { platform, clusterName, kubeconfig, students };
}

/** Puts a shop into each environment, where the config has it; the two know nothing of each other. */
function shops(
  { stack, shop, mesh, ingress }: ClassroomConfig,
  repositories: Platform["repositories"],
  students: Classroom["students"],
  provider: k8s.Provider,
): Classroom["students"] {
  if (!shop) return students;
  const { version } = shop;
  const key = pulumi
    .output(new pulumi.Config().getSecretObject<{ namingKey?: string }>("secrets"))
    .apply((table) => table?.namingKey ?? "");
  const images = imagesOf(repositories);
  return mapValues(students, (environment, student) => {
    const { host } = environment;
    const { uiUrl, gatewayUrl } = new StudentStreet(
      `${stack}-${student}`,
      {
        namespace: environment.namespace,
        version,
        images,
        secrets: key.apply((plain) => studentSecrets(plain, student)),
        ...(ingress && host !== undefined && { entry: { ...ingress, host } }),
        ...(mesh && { inMesh: true }),
      },
      { providers: [provider] },
    );
    return { ...environment, uiUrl, gatewayUrl };
  });
}

function imagesOf(repositories: Platform["repositories"]): Record<ServiceName, string> {
  const of = (service: ServiceName) => repositories[service] ?? "";
  return Object.fromEntries(serviceNames.map((it) => [it, of(it)])) as Record<ServiceName, string>;
}
