import type { Version } from "../../istio-tutorial/lessons";
import {
  tutorialImage,
  tutorialNames,
  tutorialPort,
  tutorialProbes,
  tutorialServices,
  type TutorialName,
} from "../../istio-tutorial/services";
import { sidecarSize } from "../../twelve-street/small";
import { podInjectionLabels } from "../../../components/istio-mesh/injection";
import type { KubeObject } from "../../../components/classroom/objects";
import { object, podsOf } from "../objects";

const { ready, alive } = tutorialProbes;
const httpGet = (path: string) => ({ httpGet: { path, port: tutorialPort } });

function deployment(service: TutorialName, version: Version, replicas: number): KubeObject {
  const { resources } = tutorialServices[service];
  const labels = { app: service, version };
  const pods = podsOf(labels, {
    serviceAccountName: service,
    containers: [
      {
        name: service,
        image: tutorialImage(service, version),
        ports: [{ name: "http", containerPort: tutorialPort }],
        readinessProbe: httpGet(ready.http),
        livenessProbe: httpGet(alive.http),
        resources: {
          requests: { cpu: "50m", memory: `${resources.memoryMiB}Mi` },
          limits: { cpu: "150m", memory: `${resources.memoryLimitMiB}Mi` },
        },
      },
    ],
  });
  const { template } = pods;
  const { metadata } = template;
  const inMesh = {
    labels: { ...metadata.labels, ...podInjectionLabels },
    annotations: sidecarSize(),
  };
  return object(
    "Deployment",
    `${service}-${version}`,
    { spec: { replicas, ...pods, template: { ...template, metadata: inMesh } } },
    { labels },
  );
}

/** Pods of a version of the recommendation. */
export type Cast = Readonly<Partial<Record<Version, number>>>;

/** customer → preference → recommendation in a student's namespace; only the customer is for the world. */
export const tutorial = (cast: Cast): KubeObject[] =>
  tutorialNames.flatMap((name) => [
    object("ServiceAccount", name, {}),
    object(
      "Service",
      name,
      {
        spec: {
          ...(tutorialServices[name].public && { type: "LoadBalancer" }),
          selector: { app: name },
          ports: [{ name: "http", port: tutorialPort, targetPort: "http" }],
        },
      },
      { labels: { app: name } },
    ),
    ...(name === "recommendation"
      ? (["v1", "v2", "v3"] as const).flatMap((version) => {
          const pods = cast[version];
          return pods === undefined ? [] : [deployment(name, version, pods)];
        })
      : [deployment(name, "v1", 1)]),
  ]);
