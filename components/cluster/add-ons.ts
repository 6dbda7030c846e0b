import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import { addOnVersions } from "../../versions";
import { podRole } from "../pod-identity";
import type { KubernetesVersion } from "./support";

/** Add-ons by choice. */
export type AddOn = "metricsServer" | "efsCsiDriver";

export interface AddOnPlace {
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly version: KubernetesVersion;
  readonly tags: Readonly<Record<string, string>>;
  readonly opts: { readonly parent: pulumi.Resource };
}

type AddOnName = keyof (typeof addOnVersions)[KubernetesVersion];

interface Installed {
  readonly dependsOn?: readonly pulumi.Resource[];
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The service account whose pods get the role. */
  readonly identity?: { readonly serviceAccount: string; readonly roleArn: pulumi.Input<string> };
  /** What the add-on has put there outlives it: nodes need it to the last. */
  readonly preserve?: boolean;
}

function addOn(place: AddOnPlace, addonName: AddOnName, args: Installed): aws.eks.Addon {
  const { dependsOn = [], configuration, identity, preserve } = args;
  return new aws.eks.Addon(
    `${place.name}-${addonName}`,
    {
      clusterName: place.clusterName,
      addonName,
      addonVersion: addOnVersions[place.version][addonName],
      ...(configuration && { configurationValues: JSON.stringify(configuration) }),
      ...(identity && { podIdentityAssociations: [identity] }),
      ...(preserve && { preserve }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: { ...place.tags },
    },
    { ...place.opts, dependsOn: [...dependsOn] },
  );
}

/** What nodes need to join: their pods' network, with network policies, Services, and roles for pods. */
export function nodeAddOns(place: AddOnPlace): aws.eks.Addon[] {
  const role = podRole(
    `${place.name}-vpc-cni`,
    { managedPolicies: ["AmazonEKS_CNI_Policy"], tags: place.tags },
    place.opts,
  );
  return [
    addOn(place, "vpc-cni", {
      dependsOn: role.policies,
      configuration: { enableNetworkPolicy: "true" },
      identity: { serviceAccount: "aws-node", roleArn: role.arn },
      preserve: true,
    }),
    addOn(place, "kube-proxy", { preserve: true }),
    addOn(place, "eks-pod-identity-agent", { preserve: true }),
  ];
}

/** CoreDNS: an add-on that waits for ready pods, so the place for them comes first. */
export const coreDns = (
  place: AddOnPlace,
  places: readonly pulumi.Resource[],
  onFargate: boolean,
): aws.eks.Addon =>
  addOn(place, "coredns", {
    dependsOn: places,
    ...(onFargate && { configuration: { computeType: "Fargate" } }),
  });

/** Those by choice; their pods need nodes. Who calls AWS needs names as well, to the last. */
export function chosenAddOns(
  place: AddOnPlace,
  wanted: readonly AddOn[],
  places: readonly pulumi.Resource[],
  dns: pulumi.Resource,
): aws.eks.Addon[] {
  return [...new Set(wanted)].map((name) =>
    name === "metricsServer"
      ? addOn(place, "metrics-server", { dependsOn: places })
      : efsCsiDriver(place, [...places, dns]),
  );
}

function efsCsiDriver(place: AddOnPlace, after: readonly pulumi.Resource[]): aws.eks.Addon {
  const role = podRole(
    `${place.name}-efs-csi`,
    { managedPolicies: ["service-role/AmazonEFSCSIDriverPolicy"], tags: place.tags },
    place.opts,
  );
  return addOn(place, "aws-efs-csi-driver", {
    dependsOn: [...after, ...role.policies],
    identity: { serviceAccount: "efs-csi-controller-sa", roleArn: role.arn },
  });
}
