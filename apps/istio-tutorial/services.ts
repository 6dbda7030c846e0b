import type { Probes, Resources } from "../../components/microservice";

export const tutorialNames = ["customer", "preference", "recommendation"] as const;
export type TutorialName = (typeof tutorialNames)[number];

/** What one service of the tutorial needs. Where each fact was read: docs/istio-tutorial.md. */
export interface TutorialFacts {
  /** It answers outside the cluster, behind a load balancer of its own. */
  readonly public: boolean;
  /** The service that it calls, by its name. */
  readonly calls?: TutorialName;
  /** Tags of the published images, by version. */
  readonly tags: Readonly<Record<string, string>>;
  readonly resources: Resources;
}

/** Native programs, but for the recommendation, which runs on a JVM. */
const native = {
  resources: { cpuMillis: 200, cpuLimitMillis: 500, memoryMiB: 20, memoryLimitMiB: 40 },
} as const;

/** Each answers for itself and adds what the next one says: customer => preference => recommendation. */
export const tutorialServices: Readonly<Record<TutorialName, TutorialFacts>> = {
  customer: { ...native, public: true, calls: "preference", tags: { v1: "v1.1" } },
  preference: { ...native, public: false, calls: "recommendation", tags: { v1: "v1.1" } },
  recommendation: {
    public: false,
    tags: { v1: "v1.2", v2: "v2.2" },
    resources: { cpuMillis: 200, cpuLimitMillis: 500, memoryMiB: 80, memoryLimitMiB: 120 },
  },
};

/** All three listen here; each knows the next one by its name and this port. */
export const tutorialPort = 8080;

export const tutorialProbes = {
  ready: { http: "/health/ready" },
  alive: { http: "/health/live" },
} as const satisfies Probes;

/** The published image of a version; another version is a tag as it stands. */
export const tutorialImage = (service: TutorialName, version: string): string =>
  `quay.io/rhdevelopers/istio-tutorial-${service}:${tutorialServices[service].tags[version] ?? version}`;
