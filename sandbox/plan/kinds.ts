import { at } from "../recorded-run";
import type { Planned } from "./graph";

/** Says whether a resource is of a kind. */
export type Kind = (resource: Planned) => boolean;

export const ofType =
  (...types: readonly string[]): Kind =>
  ({ type }) =>
    types.includes(type);

export const anyOf =
  (...kinds: readonly Kind[]): Kind =>
  (resource) =>
    kinds.some((kind) => kind(resource));

const release = ofType("kubernetes:helm.sh/v3:Release");

export const chart =
  (...names: readonly string[]): Kind =>
  (it) =>
    release(it) && names.includes(String(it.inputs.chart));

const anyAddOn = ofType("aws:eks/addon:Addon");

export const addOn =
  (...names: readonly string[]): Kind =>
  (it) =>
    anyAddOn(it) && names.includes(String(it.inputs.addonName));

export const inKubernetes: Kind = ({ type, component }) =>
  type.startsWith("kubernetes:") && !component;

export const controlPlane = ofType("aws:eks/cluster:Cluster");
export const nodeGroup = ofType("aws:eks/nodeGroup:NodeGroup");
export const fargateProfile = ofType("aws:eks/fargateProfile:FargateProfile");
/** What is made by a call that names the cluster: AWS refuses it while there is none. */
export const ofCluster: Kind = (it) => it.type.startsWith("aws:eks/") && !controlPlane(it);
export const network = ofType("aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet");

/** What AWS runs beside the cluster, and takes long to make. */
export const managedService = ofType(
  "aws:rds/instance:Instance",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:msk/cluster:Cluster",
);

export const podNetwork = addOn("vpc-cni");
export const dns = addOn("coredns");
export const albController = chart("aws-load-balancer-controller");
export const nginxController = chart("ingress-nginx");
export const istiod = chart("istiod");
export const istioCrds = chart("base");
export const elasticOperator = chart("eck-operator");
export const elasticStack = chart("eck-stack");

/** Add-ons whose pods come and go with each node. */
const ofNodes = addOn("vpc-cni", "kube-proxy", "eks-pod-identity-agent");

/** The engine waits until its pods are ready. */
export const pods: Kind = (it) =>
  ofType("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet")(it) ||
  (release(it) && !istioCrds(it)) ||
  (anyAddOn(it) && !ofNodes(it));

/** Where its pods run; add-ons have theirs in kube-system. */
export function namespaceOf({ inputs }: Planned): string {
  const namespace = inputs.namespace ?? at(inputs, "metadata", "namespace");
  return typeof namespace === "string" ? namespace : "kube-system";
}

export const ingressOfClass =
  (name: string): Kind =>
  (it) =>
    it.type === "kubernetes:networking.k8s.io/v1:Ingress" &&
    at(it.inputs, "spec", "ingressClassName") === name;

export const gatewayOfClass =
  (name: string): Kind =>
  ({ type, inputs }) =>
    type === "kubernetes:gateway.networking.k8s.io/v1:Gateway" &&
    at(inputs, "spec", "gatewayClassName") === name;

/** The Service of type LoadBalancer that this is, or that its chart makes. */
function loadBalancer({ type, inputs }: Planned): unknown {
  const [spec, metadata] =
    type === "kubernetes:core/v1:Service"
      ? [inputs.spec, inputs.metadata]
      : [at(inputs, "values", "service"), at(inputs, "values", "service")];
  const inController = at(inputs, "values", "controller", "service");
  const found = [
    { spec, metadata },
    { spec: inController, metadata: inController },
  ].find((it) => at(it.spec, "type") === "LoadBalancer");
  return found;
}

export const hasLoadBalancer: Kind = (it) => loadBalancer(it) !== undefined;

const byController = ["external", "nlb-ip"];

/** Whether its Service asks for AWS's controller by name, rather than for the cloud provider in the control plane. */
export const asksForAlbController: Kind = (it) => {
  const found = loadBalancer(it);
  const annotation = "service.beta.kubernetes.io/aws-load-balancer-type";
  return (
    at(found, "spec", "loadBalancerClass") === "service.k8s.aws/nlb" ||
    byController.includes(String(at(found, "metadata", "annotations", annotation)))
  );
};

/** AWS's controller takes on every new Service of type LoadBalancer, whoever it asks for. */
export const ownsServices: Kind = (it) =>
  albController(it) && at(it.inputs, "values", "enableServiceMutatorWebhook") === true;
