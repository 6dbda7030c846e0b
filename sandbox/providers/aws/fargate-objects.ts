import { namespacePattern } from "../../../components/cluster/fargate-selector";
import {
  type Node,
  type Place,
  kubernetesVersion,
  nodeAddress,
  nodeName,
  placesOf,
  zoneLabel,
} from "./node-objects";
import type { AccountView, Existing } from "./types";
import { isProps, listOf, stableHex } from "./values";

export const profileLabel = "eks.amazonaws.com/fargate-profile";
const computeLabel = "eks.amazonaws.com/compute-type";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export const profileName = ({ id, inputs }: Existing): string =>
  text(inputs.fargateProfileName) || (id.split(":")[1] ?? id);

/** One virtual node a zone stands for the node that Fargate makes for each pod. */
export const fargateNodes = (profile: Existing, account: AccountView): Node[] =>
  placesOf(profile, account).map((place) =>
    fargateNode(profile, place, kubernetesVersion(profile, account)),
  );

/** Roomy enough for a classroom: on Fargate a node is as large as its pod. */
const room = { cpu: "256", memory: "1Ti", "ephemeral-storage": "4Ti", pods: "500" };

function fargateNode(profile: Existing, place: Place, version: string): Node {
  const address = nodeAddress(place.cidr, `${profile.seed}\0${place.zone}`, 0);
  const name = `fargate-${nodeName(address, profile.region)}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake", "node.alpha.kubernetes.io/ttl": "0" },
      labels: {
        [computeLabel]: "fargate",
        [profileLabel]: profileName(profile),
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "topology.k8s.aws/zone-id": place.zoneId,
        "topology.kubernetes.io/region": profile.region,
        [zoneLabel]: place.zone,
      },
    },
    spec: {
      providerID: `aws:///${place.zone}/${stableHex(`${profile.seed}\0${name}`, 10)}/${name}`,
      taints: [{ key: computeLabel, value: "fargate", effect: "NoSchedule" }],
    },
    status: {
      capacity: room,
      allocatable: room,
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      nodeInfo: {
        architecture: "amd64",
        bootID: "",
        containerRuntimeVersion: "containerd://2.1.4",
        kernelVersion: "6.12.0-simulated",
        kubeProxyVersion: "",
        kubeletVersion: `v${version}.0-eks-simulated`,
        machineID: "",
        operatingSystem: "linux",
        osImage: "AWS Fargate (simulated)",
        systemUUID: "",
      },
    },
  };
}

/** A name that objects of this profile have in Kubernetes. */
export const objectName = (profile: Existing): string =>
  `fargate-${profile.id
    .replace(":", "-")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")}`;

/** A pod with this label is taken whatever its namespace: by it one sees that the policy works. */
export const probeLabel = "sandbox.twelve-street/fargate-probe";
export const probeValue = (profile: Existing): string => stableHex(profile.id, 16);

const cel = (value: string): string => JSON.stringify(value);

const hasLabel = (key: string, value: string) =>
  `(has(object.metadata.labels) && ${cel(key)} in object.metadata.labels && object.metadata.labels[${cel(key)}] == ${cel(value)})`;

function selected(selector: unknown): string {
  if (!isProps(selector)) return "false";
  const pattern = namespacePattern(text(selector.namespace));
  const labels = isProps(selector.labels) ? Object.entries(selector.labels) : [];
  const conditions = labels.map(([key, value]) => hasLabel(key, text(value)));
  return [`request.namespace.matches(${cel(pattern)})`, ...conditions].join(" && ");
}

/**
 * What EKS's own admission webhook does: pods that a selector matches go to Fargate, and no others.
 * Source: Amazon EKS User Guide, "Define which Pods use AWS Fargate when launched"; checked 2026-11-21.
 */
export function fargatePolicy(profile: Existing): Record<string, unknown> {
  const name = profileName(profile);
  const selectors = listOf(profile.inputs.selectors).map((selector) => `(${selected(selector)})`);
  const toleration = `Object.spec.tolerations{key: ${cel(computeLabel)}, operator: "Equal", value: "fargate", effect: "NoSchedule"}`;
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingAdmissionPolicy",
    metadata: { name: objectName(profile) },
    spec: {
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
        ],
      },
      matchConditions: [
        {
          name: "selected",
          expression: [hasLabel(probeLabel, probeValue(profile)), ...selectors].join(" || "),
        },
        {
          name: "not-of-another-profile",
          expression: `!has(object.metadata.labels) || !(${cel(profileLabel)} in object.metadata.labels) || ${hasLabel(profileLabel, name)}`,
        },
        {
          name: "no-daemon",
          expression:
            "!has(object.metadata.ownerReferences) || !object.metadata.ownerReferences.exists(owner, owner.kind == 'DaemonSet')",
        },
      ],
      mutations: [
        withLabel("metadata.labels", profileLabel, name),
        withLabel("spec.nodeSelector", profileLabel, name),
        adding("spec.tolerations", ["-", toleration], `[${toleration}]`),
      ],
    },
  };
}

/** Adds to a field, or makes it: an empty one, made first, would be dropped before the next step. */
function adding(field: string, [key, value]: readonly [string, string], whole: string) {
  const path = `/${field.replace(".", "/")}`;
  const add = (at: string, what: string) =>
    `[JSONPatch{op: "add", path: ${cel(at)}, value: ${what}}]`;
  const expression = `has(object.${field}) ? ${add(`${path}/${key}`, value)} : ${add(path, whole)}`;
  return { patchType: "JSONPatch", jsonPatch: { expression } };
}

const withLabel = (field: string, label: string, value: string) =>
  adding(field, [label.replaceAll("/", "~1"), cel(value)], `{${cel(label)}: ${cel(value)}}`);

export const fargateBinding = (profile: Existing): Record<string, unknown> => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingAdmissionPolicyBinding",
  metadata: { name: objectName(profile) },
  spec: { policyName: objectName(profile) },
});
