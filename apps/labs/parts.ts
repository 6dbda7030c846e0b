import type { KubeObject } from "../../components/classroom/objects";
import { object, podsOf, type Container, type PodSpec } from "./objects";
import { images } from "./pins";

/** A web server, as most labs start one. */
export const nginx: Container = {
  name: "nginx",
  image: images.nginx,
  ports: [{ containerPort: 80 }],
};

/** A container that runs a few lines of shell. */
export const shell = (script: string, more: Partial<Container> = {}): Container => ({
  name: "main",
  image: images.busybox,
  command: ["sh", "-c", script],
  ...more,
});

/** What a container asks for, and has at most, in millicores and MiB. */
export const asks = (cpu: number, memory: number): Pick<Container, "resources"> => {
  const amounts = { cpu: `${cpu}m`, memory: `${memory}Mi` };
  return { resources: { requests: amounts, limits: amounts } };
};

type Labels = Readonly<Record<string, string>>;

export const pod = (name: string, spec: PodSpec, labels?: Labels): KubeObject =>
  object("Pod", name, { spec }, labels && { labels });

/** A Deployment whose pods are found by `app: NAME`. */
export const deployment = (name: string, spec: PodSpec, replicas = 1): KubeObject =>
  object("Deployment", name, { spec: { replicas, ...podsOf({ app: name }, spec) } });

/** A Service in front of the pods with `app: NAME`, unless it says of which. */
export const service = (
  name: string,
  spec: NonNullable<Parameters<typeof object<"Service">>[2]["spec"]> = {},
): KubeObject =>
  object("Service", name, { spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec } });
