import { backingServiceNames, type BackingServiceName } from "../apps/twelve-street/neighbours";
import { checkCache, checkDatabase, checkMessaging } from "../components/backing-services/checks";
import type { InCluster, OnAws, ServiceArgs } from "../components/backing-services/places";
import { backingServiceLabel, databasePlace } from "./backing-service-args";
import { computeOf } from "./compute";
import type { Problem } from "./problems";
import { problem, refusals } from "./refusals";
import type { StackSettings } from "./schema";

/** @param platform Name of the stack's resources. */
export function checkBackingServices(settings: StackSettings, platform: string): Problem[] {
  const { backingServices, storage, shop } = settings;
  return backingServiceNames
    .flatMap((kind) => {
      const wanted = backingServices[kind];
      if (!wanted) return [];
      const { place } = wanted;
      const at = ["backingServices", kind, "place"];
      const homeless = shop.enabled
        ? []
        : [
            problem(
              ["backingServices", kind],
              "on",
              "its credentials go to the shop's namespace: switch the shop on, or this off",
            ),
          ];
      if (place.on === "aws") return homeless;
      const { storageClassName = storage.disks?.storageClassName } = place;
      if (computeOf(settings) === "fargate")
        return [
          ...homeless,
          problem([...at, "on"], "cluster", "Fargate mounts no disks: give aws, or a node group"),
        ];
      if (storageClassName === undefined)
        return [
          ...homeless,
          problem(
            [...at, "storageClassName"],
            undefined,
            "it needs a disk: switch storage.disks on, or name a class that is there",
          ),
        ];
      if (storageClassName === storage.efs?.storageClassName || storageClassName === "aws-efs")
        return [
          ...homeless,
          problem(
            [...at, "storageClassName"],
            storageClassName,
            "name a class of disks, such as gp3: files that are shared over NFS corrupt a database",
          ),
        ];
      return homeless;
    })
    .concat(checkSnapshot(settings), checkServers(settings, platform));
}

function checkSnapshot({ backingServices: { database } }: StackSettings): Problem[] {
  if (database?.place.on !== "aws") return [];
  const { onDestroy, snapshotName } = database.place;
  const at = ["backingServices", "database", "place"];
  return [
    ...(onDestroy === "snapshot" && snapshotName === undefined
      ? [problem([...at, "snapshotName"], undefined, "name the snapshot that destroy leaves")]
      : []),
    ...(onDestroy !== "snapshot" && snapshotName !== undefined
      ? [
          problem(
            [...at, "snapshotName"],
            snapshotName,
            "leave it out, or give onDestroy: snapshot",
          ),
        ]
      : []),
  ];
}

/** Where it stands and its password do not matter to the checks, and its class they leave to the stack's words. */
const nowhere = { namespace: "", password: "" } satisfies Partial<ServiceArgs>;
const inCluster = <T extends { on: "cluster" }>(place: T): T & InCluster => ({
  ...place,
  storageClassName: "",
});

/** What the components refuse, under the names that they get. */
function checkServers(settings: StackSettings, platform: string): Problem[] {
  const { database, cache, messaging } = settings.backingServices;
  const onAws: OnAws = {
    on: "aws",
    vpcId: "",
    subnetIds: Array.from({ length: settings.network.zones }, () => ""),
    clientSecurityGroupId: "",
  };
  const refused = (
    kind: BackingServiceName,
    place: { readonly on: "cluster" | "aws" },
    check: (label: string) => void,
  ): Problem[] => {
    const label = backingServiceLabel(platform, kind, place);
    const at = ["backingServices", kind];
    return refusals(at, () => {
      check(label);
    }).map((found) =>
      // A name is made of the stack's.
      found.key.endsWith(".name")
        ? problem(
            [...at, "place", "on"],
            place.on,
            `on AWS it would be called ${label}, which is wrong there: name the stack shorter, by lower-case letters, digits and single hyphens, or give cluster`,
          )
        : found,
    );
  };
  return [
    ...(database
      ? refused("database", database.place, (label) => {
          const { place, ...rest } = database;
          checkDatabase(label, {
            ...nowhere,
            ...rest,
            place:
              place.on === "aws"
                ? // Of its snapshot another check speaks.
                  { ...databasePlace({ ...place, onDestroy: "delete" }), ...onAws }
                : inCluster(place),
          });
        })
      : []),
    ...(cache
      ? refused("cache", cache.place, (label) => {
          const { place, ...rest } = cache;
          checkCache(label, {
            ...nowhere,
            ...rest,
            place: place.on === "aws" ? { ...place, ...onAws } : inCluster(place),
          });
        })
      : []),
    ...(messaging
      ? refused("messaging", messaging.place, (label) => {
          const { place, ...rest } = messaging;
          checkMessaging(label, {
            ...nowhere,
            ...rest,
            place: place.on === "aws" ? { ...place, ...onAws } : inCluster(place),
          });
        })
      : []),
  ];
}
