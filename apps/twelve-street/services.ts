import type { Resources } from "../../components/microservice";

export const serviceNames = ["products", "orders", "delivery", "oauth", "gateway", "ui"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What one service of the shop needs, whatever the stack. Where each fact was read: docs/services.md. */
export interface ServiceFacts {
  /** The service answers outside the cluster, behind a load balancer of its own. */
  readonly public: boolean;
  /** Plain settings. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Secrets by their names in the stack's encrypted config, and the Spring property that each one is: they
   * reach the pod in a file of properties.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /** Services that it calls. A stack that has this one must have those. */
  readonly calls: readonly ServiceName[];
  /** The path whose 200 means "ready"; without one, an open port must do. */
  readonly readyPath?: string;
  readonly resources: Resources;
}

/**
 * Upstream starts its JVMs with -Xmx400M; metaspace, threads and buffers of a small Spring Boot
 * service come to some 150 MiB more.
 */
const jvm = {
  resources: { cpuMillis: 100, cpuLimitMillis: 1000, memoryMiB: 512, memoryLimitMiB: 640 },
} as const;

/** Their default profile listens elsewhere and looks for the others on localhost. */
const spring = { SPRING_PROFILES_ACTIVE: "docker" } as const;

/** Each keeps its data in an H2 database of its own, in memory; the password is the one Spring Boot sets on it. */
const database = { SPRING_DATASOURCE_PASSWORD: "spring.datasource.password" } as const;

const backend = { ...jvm, public: false, env: spring, secrets: database } as const;

export const services: Readonly<Record<ServiceName, ServiceFacts>> = {
  products: { ...backend, calls: [], readyPath: "/actuator/health" },
  orders: { ...backend, calls: ["products", "delivery"], readyPath: "/actuator/health" },
  delivery: { ...backend, calls: ["products"], readyPath: "/actuator/health" },
  oauth: { ...backend, calls: [] },
  gateway: {
    ...jvm,
    public: true,
    env: spring,
    secrets: {},
    calls: ["products", "orders", "delivery", "oauth"],
  },
  ui: {
    public: true,
    env: {},
    secrets: {},
    calls: ["gateway"],
    readyPath: "/",
    resources: { cpuMillis: 50, cpuLimitMillis: 200, memoryMiB: 64, memoryLimitMiB: 128 },
  },
};

/** Every service listens here, inside the cluster and at its load balancer. */
export const servicePort = 8080;
