import type * as k8s from "@pulumi/kubernetes";
import type { OutputInstance } from "@pulumi/pulumi";

import type { KubeObject } from "../../components/classroom/objects";

/** Kubernetes' own types of the kinds that the labs write: a misspelled field does not compile. */
interface Kinds {
  ClusterRole: k8s.types.input.rbac.v1.ClusterRole;
  ClusterRoleBinding: k8s.types.input.rbac.v1.ClusterRoleBinding;
  ConfigMap: k8s.types.input.core.v1.ConfigMap;
  CronJob: k8s.types.input.batch.v1.CronJob;
  DaemonSet: k8s.types.input.apps.v1.DaemonSet;
  Deployment: k8s.types.input.apps.v1.Deployment;
  Endpoints: k8s.types.input.core.v1.Endpoints;
  EndpointSlice: k8s.types.input.discovery.v1.EndpointSlice;
  HorizontalPodAutoscaler: k8s.types.input.autoscaling.v2.HorizontalPodAutoscaler;
  Ingress: k8s.types.input.networking.v1.Ingress;
  Job: k8s.types.input.batch.v1.Job;
  LimitRange: k8s.types.input.core.v1.LimitRange;
  Namespace: k8s.types.input.core.v1.Namespace;
  NetworkPolicy: k8s.types.input.networking.v1.NetworkPolicy;
  PersistentVolume: k8s.types.input.core.v1.PersistentVolume;
  PersistentVolumeClaim: k8s.types.input.core.v1.PersistentVolumeClaim;
  Pod: k8s.types.input.core.v1.Pod;
  PodDisruptionBudget: k8s.types.input.policy.v1.PodDisruptionBudget;
  PriorityClass: k8s.types.input.scheduling.v1.PriorityClass;
  ReplicaSet: k8s.types.input.apps.v1.ReplicaSet;
  ReplicationController: k8s.types.input.core.v1.ReplicationController;
  ResourceQuota: k8s.types.input.core.v1.ResourceQuota;
  Role: k8s.types.input.rbac.v1.Role;
  RoleBinding: k8s.types.input.rbac.v1.RoleBinding;
  Secret: k8s.types.input.core.v1.Secret;
  Service: k8s.types.input.core.v1.Service;
  ServiceAccount: k8s.types.input.core.v1.ServiceAccount;
  StatefulSet: k8s.types.input.apps.v1.StatefulSet;
  StorageClass: k8s.types.input.storage.v1.StorageClass;
}

const apiVersions = {
  ClusterRole: "rbac.authorization.k8s.io/v1",
  ClusterRoleBinding: "rbac.authorization.k8s.io/v1",
  ConfigMap: "v1",
  CronJob: "batch/v1",
  DaemonSet: "apps/v1",
  Deployment: "apps/v1",
  Endpoints: "v1",
  EndpointSlice: "discovery.k8s.io/v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  Ingress: "networking.k8s.io/v1",
  Job: "batch/v1",
  LimitRange: "v1",
  Namespace: "v1",
  NetworkPolicy: "networking.k8s.io/v1",
  PersistentVolume: "v1",
  PersistentVolumeClaim: "v1",
  Pod: "v1",
  PodDisruptionBudget: "policy/v1",
  PriorityClass: "scheduling.k8s.io/v1",
  ReplicaSet: "apps/v1",
  ReplicationController: "v1",
  ResourceQuota: "v1",
  Role: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  Secret: "v1",
  Service: "v1",
  ServiceAccount: "v1",
  StatefulSet: "apps/v1",
  StorageClass: "storage.k8s.io/v1",
} as const satisfies Record<keyof Kinds, string>;

/** What Pulumi would take as an input, as plain data. */
type Plain<T> = T extends string | number | boolean | undefined
  ? T
  : T extends Promise<unknown> | OutputInstance<unknown>
    ? never
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Plain<T[Key]> }
        : never;

export type Kind = keyof Kinds;

type Body<K extends Kind> = Omit<Plain<Kinds[K]>, "apiVersion" | "kind" | "metadata" | "status">;

/** Parts of pods, for what several objects share. */
export type PodSpec = Plain<k8s.types.input.core.v1.PodSpec>;
export type Container = Plain<k8s.types.input.core.v1.Container>;

type Marks = Readonly<Record<string, string>>;

/** An object of a lab by its kind, its name and what it says; its namespace is the lab's place. */
export const object = <K extends Kind>(
  kind: K,
  name: string,
  body: Body<K>,
  marks: {
    readonly namespace?: string;
    readonly labels?: Marks;
    readonly annotations?: Marks;
  } = {},
): KubeObject => ({
  apiVersion: apiVersions[kind],
  kind,
  metadata: { name, ...marks },
  ...body,
});

/** The pods of a workload, and the selector that finds them. */
export const podsOf = (labels: Marks, spec: PodSpec) => ({
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec },
});
