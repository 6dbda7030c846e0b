import type * as k8s from "@pulumi/kubernetes";

type Change<T> = (asItWouldBe: T) => T;

/**
 * The way out, for what has no argument: what an object would say, in; what it shall say, out. Selectors and
 * numbers of pods are the rollout's: a change of those loses requests. Istio's objects, all of whose fields are
 * not typed here, are changed by Pulumi's own `transforms`.
 * @example { pod: (pod) => ({ ...pod, priorityClassName: "high" }) }
 */
export interface Transform {
  /** The pods of all slots. @default as they are */
  readonly pod?: Change<k8s.types.input.core.v1.PodSpec>;
  /** The Deployment of each slot. @default as it is @example (it) => ({ ...it, revisionHistoryLimit: 10 }) */
  readonly deployment?: Change<k8s.types.input.apps.v1.DeploymentSpec>;
  /** The root Service, and that of each slot. @default as it is @example (it) => ({ ...it, sessionAffinity: "ClientIP" }) */
  readonly service?: Change<k8s.types.input.core.v1.ServiceSpec>;
  /** The ServiceAccount, with its metadata. @default as it is */
  readonly serviceAccount?: Change<k8s.types.input.core.v1.ServiceAccount>;
  /** The autoscaler of each slot. @default as it is @example (it) => ({ ...it, behavior }) */
  readonly autoscaler?: Change<k8s.types.input.autoscaling.v2.HorizontalPodAutoscalerSpec>;
  /** The budget of each slot. @default as it is @example (it) => ({ ...it, maxUnavailable: "25%" }) */
  readonly budget?: Change<k8s.types.input.policy.v1.PodDisruptionBudgetSpec>;
  /** Who may call it and whom it may call, by addresses. @default as it is */
  readonly networkPolicy?: Change<k8s.types.input.networking.v1.NetworkPolicySpec>;
}

export const changed = <T>(change: Change<T> | undefined, it: T): T => (change ? change(it) : it);
