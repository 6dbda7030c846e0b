import { total, type Capacity } from "../../components/cluster/capacity";
import type { Resources } from "../../components/microservice";
import { serviceNames, services, type ServiceName } from "./services";

/**
 * A JVM for one person: half of upstream's heap and less, one thread to collect it, and no second compiler. By the same
 * reckoning as upstream's (docs/services.md) some 150 MiB come to the heap. Untried under load.
 */
export const smallJvm = {
  env: {
    JAVA_TOOL_OPTIONS: "-Xmx128M -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=/tmp",
  },
  resources: { cpuMillis: 50, cpuLimitMillis: 500, memoryMiB: 256, memoryLimitMiB: 320 },
} as const;

const smallPage: Resources = {
  cpuMillis: 20,
  cpuLimitMillis: 100,
  memoryMiB: 32,
  memoryLimitMiB: 64,
};

const isJvm = (service: ServiceName): boolean => service !== "ui";

export const smallResources = (service: ServiceName): Resources =>
  isJvm(service) ? smallJvm.resources : smallPage;

export const smallEnv = (service: ServiceName): Readonly<Record<string, string>> => ({
  ...services[service].env,
  ...(isJvm(service) && smallJvm.env),
});

/** What a sidecar of a student's shop asks for, whatever the mesh gives others: it counts against the student's quota. */
export const smallSidecar: Resources = {
  cpuMillis: 10,
  cpuLimitMillis: 200,
  memoryMiB: 80,
  memoryLimitMiB: 256,
};

/** What the injector reads of a pod; one of them without the others would take the rest away. */
export const sidecarSize = (): Record<string, string> => ({
  "sidecar.istio.io/proxyCPU": `${smallSidecar.cpuMillis}m`,
  "sidecar.istio.io/proxyCPULimit": `${smallSidecar.cpuLimitMillis}m`,
  "sidecar.istio.io/proxyMemory": `${smallSidecar.memoryMiB}Mi`,
  "sidecar.istio.io/proxyMemoryLimit": `${smallSidecar.memoryLimitMiB}Mi`,
});

const sum = (a: Resources, b: Resources): Resources => ({
  cpuMillis: a.cpuMillis + b.cpuMillis,
  cpuLimitMillis: a.cpuLimitMillis + b.cpuLimitMillis,
  memoryMiB: a.memoryMiB + b.memoryMiB,
  memoryLimitMiB: a.memoryLimitMiB + b.memoryLimitMiB,
});

const podOf = (service: ServiceName, inMesh: boolean): Resources =>
  inMesh ? sum(smallResources(service), smallSidecar) : smallResources(service);

/** What one shop asks for: all its pods, and the largest once more, which a rolling update brings up before an old one goes. */
export const smallShop = (inMesh: boolean): Resources & { readonly pods: number } => ({
  ...[...serviceNames, "gateway" as const].map((it) => podOf(it, inMesh)).reduce(sum),
  pods: serviceNames.length + 1,
});

/** The same for nodes, without what a rolling update takes for a while. */
export const smallShopRoom = (inMesh: boolean): Capacity =>
  total(serviceNames.map((it) => ({ ...podOf(it, inMesh), pods: 1 })));
