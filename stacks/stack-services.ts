import {
  tutorialNames,
  tutorialServices,
  type TutorialName,
} from "../apps/istio-tutorial/services";
import { services, type ServiceName } from "../apps/twelve-street/services";
import type { Resources } from "../components/microservice";
import { enabledServices } from "./enabled-services";
import { keyOf } from "./issues";
import type { StackSettings } from "./schema";
import { inMesh, podDrainSeconds } from "./shop-place";

/** What every app's services say of themselves. */
type Table = Omit<StackSettings["shop"]["services"][ServiceName], "enabled" | "uses">;

type Settings = Pick<StackSettings, "shop" | "tutorial" | "mesh" | "ingress">;

/** A service of one of the stack's apps: what it is, and what the config says of it. */
export interface StackService {
  /** Its app, by the app's key in the config. */
  readonly app: "shop" | "tutorial";
  readonly name: string;
  readonly namespace: string;
  readonly table: Table;
  /** It answers outside the cluster, behind a load balancer of its own. */
  readonly public: boolean;
  /** A load balancer of AWS may send to its pods themselves, past its Service. */
  readonly podTargets: boolean;
  /** Whether the stack has a mesh, whoever is in it. */
  readonly mesh: boolean;
  /** Whether its pods have sidecars. */
  readonly inMesh: boolean;
  /** Whether some of its callers may have none yet. */
  readonly joining: boolean;
  readonly canaryByPods: boolean;
  /** One of its pods, less its sidecar. */
  readonly resources: Resources;
}

export const shopService = (name: ServiceName, settings: Settings): StackService => ({
  app: "shop",
  name,
  namespace: settings.shop.namespace,
  table: settings.shop.services[name],
  public: services[name].public,
  podTargets: services[name].public && podDrainSeconds(settings) !== undefined,
  mesh: settings.mesh !== undefined,
  inMesh: inMesh(settings),
  joining: settings.shop.mesh === "joining",
  canaryByPods: settings.shop.canaryByPods,
  resources: services[name].resources,
});

const tutorialService = (
  name: TutorialName,
  { namespace, canaryByPods, services: tables }: NonNullable<Settings["tutorial"]>,
  { mesh, ingress }: Pick<Settings, "mesh" | "ingress">,
): StackService => ({
  app: "tutorial",
  name,
  namespace,
  table: tables[name],
  public: tutorialServices[name].public,
  podTargets: tutorialServices[name].public && ingress.alb?.ownsServices === true,
  mesh: mesh !== undefined,
  inMesh: mesh !== undefined,
  joining: false,
  canaryByPods,
  resources: tutorialServices[name].resources,
});

/** All that the stack runs. */
export const stackServices = (settings: Settings): StackService[] => [
  ...enabledServices(settings).map((name) => shopService(name, settings)),
  ...tutorialServicesOf(settings),
];

export const tutorialServicesOf = (
  settings: Pick<Settings, "tutorial" | "mesh" | "ingress">,
): StackService[] => {
  const { tutorial } = settings;
  return tutorial ? tutorialNames.map((name) => tutorialService(name, tutorial, settings)) : [];
};

/** The key of something in a service's table. */
export const serviceKey = ({ app, name }: StackService, ...path: string[]): string =>
  keyOf([app, "services", name, ...path]);
