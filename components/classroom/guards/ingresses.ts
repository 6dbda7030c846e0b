import { annotationsWithin } from "./annotations";
import { cel, type Guard } from "./guard";

/** The shared entry from outside. */
export interface SharedIngress {
  /**
   * Every student's host is NAME.DOMAIN, and anything below that; one wildcard record leads here.
   * A name that is no host name throws an ArgumentError. @example "students.example.com"
   */
  readonly domain: string;
  /** The IngressClass that students' Ingresses have; no other is let in. @example "nginx" */
  readonly className: string;
  /**
   * Group of the AWS Load Balancer Controller, so that all share one load balancer; it has 100 rules by
   * default (Elastic Load Balancing quotas). @default no group, for other classes @example "classroom"
   */
  readonly albGroup?: string;
}

const nginxAnnotations = [
  "affinity",
  "backend-protocol",
  "canary",
  "canary-by-cookie",
  "canary-by-header",
  "canary-by-header-value",
  "canary-weight",
  "force-ssl-redirect",
  "rewrite-target",
  "ssl-redirect",
  "use-regex",
].map((name) => `nginx.ingress.kubernetes.io/${name}`);

const albAnnotations = ["healthcheck-path", "healthcheck-port", "success-codes", "target-type"].map(
  (name) => `alb.ingress.kubernetes.io/${name}`,
);

const groupName = "alb.ingress.kubernetes.io/group.name";

/**
 * The AWS Load Balancer Controller serves no Ingress of a group in which two say another scheme.
 * Source: its pkg/ingress/model_build_load_balancer.go.
 */
const [scheme, facing] = ["alb.ingress.kubernetes.io/scheme", "internet-facing"];

/** Hosts below the student's own name, by the shared controller, without what reaches other backends. */
export const ingressGuard = ({ domain, className, albGroup }: SharedIngress): Guard => {
  const isOwn = (host: string) =>
    `(${host} == variables.own || ${host}.endsWith('.' + variables.own))`;
  return {
    name: "ingresses",
    of: "students",
    resources: [{ group: "networking.k8s.io", names: ["ingresses"] }],
    variables: { own: `request.namespace + ${cel(`.${domain}`)}` },
    rules: [
      {
        right:
          `object.spec.?rules.orValue([]).size() > 0 && !has(object.spec.defaultBackend)` +
          ` && object.spec.?rules.orValue([]).all(r, ${isOwn("r.?host.orValue('')")})` +
          ` && object.spec.?tls.orValue([]).all(t, t.?hosts.orValue([]).all(h, ${isOwn("h")}))`,
        says: {
          cel: `'each rule must have a host, ' + variables.own + ' or one below it, and there is no default backend: others\\' hosts are theirs'`,
        },
      },
      {
        right: `object.spec.?ingressClassName.orValue('') == ${cel(className)}`,
        says: `ingressClassName must be ${className}, which all share`,
      },
      annotationsWithin(
        [
          ...nginxAnnotations,
          ...albAnnotations,
          ...(albGroup === undefined ? [] : [groupName, scheme]),
        ],
        "an Ingress",
      ),
      ...(albGroup === undefined
        ? []
        : [
            {
              right: `object.metadata.?annotations[?${cel(groupName)}].orValue('') == ${cel(albGroup)}`,
              says: `the annotation ${groupName} must be ${albGroup}, so that all share one load balancer`,
            },
            {
              right: `object.metadata.?annotations[?${cel(scheme)}].orValue(${cel(facing)}) == ${cel(facing)}`,
              says: `the annotation ${scheme} must be ${facing} or left out: the load balancer that all share has one scheme`,
            },
          ]),
    ],
  };
};

/** Without a shared entry there is nothing for an Ingress to be served by. */
export const noIngressGuard: Guard = {
  name: "ingresses",
  of: "students",
  resources: [{ group: "networking.k8s.io", names: ["ingresses"] }],
  rules: [{ right: "false", says: "this classroom has no shared ingress: use a port-forward" }],
};
