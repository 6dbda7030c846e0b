import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { AuthorizationPolicySpec } from "../istio-api";

type Labels = Readonly<Record<string, string>>;
type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

/** Pods of another namespace. */
export interface Elsewhere {
  /**
   * The namespace, by name. With one that is not there nobody is let in or called.
   * @example "istio-ingress"
   */
  readonly namespace: pulumi.Input<string>;
  /** Which pods there. @default all @example { istio: "ingressgateway" } */
  readonly pods?: Labels;
}

/** Who may call: an app of the same namespace, by its name, or pods of another one. */
export type Caller = string | Elsewhere;

/** Whom one may call: an app of the same namespace on the same port, or others on theirs. */
export type Callee =
  | string
  | (Elsewhere & {
      /** TCP port of its pods, not of its Service. @example 5432 */
      readonly port: number;
    })
  | {
      /** A network outside the cluster; the API server refuses what is none. @example "10.64.0.0/16" */
      readonly cidr: pulumi.Input<string>;
      /** TCP port there. @example 443 */
      readonly port: number;
    };

const app = (name: string): Peer => ({ podSelector: { matchLabels: { app: name } } });

const elsewhere = ({ namespace, pods }: Elsewhere): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  ...(pods && { podSelector: { matchLabels: { ...pods } } }),
});

const peer = (of: Caller): Peer => (typeof of === "string" ? app(of) : elsewhere(of));

const tcp = (port: number) => ({ port, protocol: "TCP" });

const dns = { ports: ["UDP", "TCP"].map((protocol) => ({ port: 53, protocol })) };

export interface Access {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly port: number;
  readonly callers: readonly Caller[] | "anyone";
  readonly calls: readonly Callee[] | "anyone";
  /** Ports that the mesh's control plane is called on, and where; none without a mesh. */
  readonly controlPlane: readonly (Elsewhere & { readonly port: number })[];
  /** Who reads the sidecar's numbers, and on which port; nobody without a mesh. */
  readonly scraped: { readonly by: readonly Elsewhere[]; readonly port: number };
}

/** Lets in who may call, and out to whom it may call. The kubelet's probes pass by. */
export function networkPolicy(access: Access): PolicySpec {
  const { name, port, callers, calls, controlPlane, scraped } = access;
  const ports = [tcp(port)];
  return {
    podSelector: { matchLabels: { app: name } },
    policyTypes: ["Ingress", "Egress"],
    // No rule at all lets nobody in; a rule with an empty `from` would let in everybody.
    ingress: [
      ...(callers === "anyone" ? [{ ports }] : grouped(callers.map(peer), ports)),
      ...grouped(scraped.by.map(elsewhere), [tcp(scraped.port)]),
    ],
    egress:
      calls === "anyone" ? [{}] : [dns, ...[...calls, ...controlPlane].map((of) => out(of, port))],
  };
}

const grouped = (from: Peer[], ports: ReturnType<typeof tcp>[]) =>
  from.length === 0 ? [] : [{ ports, from }];

function out(of: Callee, port: number) {
  if (typeof of === "string") return { to: [app(of)], ports: [tcp(port)] };
  const to = "cidr" in of ? { ipBlock: { cidr: of.cidr } } : elsewhere(of);
  return { to: [to], ports: [tcp(of.port)] };
}

/**
 * The same by identity, which a certificate proves: a caller is the service account that bears its
 * name. Undefined where anyone may call. A policy without a rule allows nobody.
 */
export function authorization({
  name,
  namespace,
  callers,
}: Pick<Access, "name" | "namespace" | "callers">): AuthorizationPolicySpec | undefined {
  if (callers === "anyone") return undefined;
  const accounts = callers.filter((caller) => typeof caller === "string");
  const namespaces = callers.flatMap((caller) =>
    typeof caller === "string" ? [] : caller.namespace,
  );
  const rules = [
    ...accounts.map((account) => ({
      principals: [pulumi.interpolate`cluster.local/ns/${namespace}/sa/${account}`],
    })),
    ...namespaces.map((from) => ({ namespaces: [from] })),
  ].map((source) => ({ from: [{ source }] }));
  return {
    selector: { matchLabels: { app: name } },
    action: "ALLOW",
    ...(rules.length > 0 && { rules }),
  };
}
