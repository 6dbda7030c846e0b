import { ArgumentError } from "../argument-error";
import {
  bySpecificHost,
  bySpecificPath,
  pathOf,
  usesAcm,
  type IngressRules,
  type Path,
} from "./rules";

/** Spec of a `networking.k8s.io/v1` Ingress, as far as the rules need it. */
export interface IngressSpec {
  readonly ingressClassName: string;
  readonly rules: IngressRule[];
  readonly tls?: { hosts?: string[]; secretName: string }[];
}

export interface IngressRule {
  readonly host?: string;
  readonly http: { readonly paths: IngressPath[] };
}

export interface IngressPath {
  readonly path: string;
  readonly pathType: "Prefix" | "Exact";
  readonly backend: {
    readonly service: { readonly name: string; readonly port: { number: number } };
  };
}

/**
 * For the AWS Load Balancer Controller. Hosts stand from the most specific to the least, for an ALB
 * tries its rules in order. Certificates are the annotation's part.
 */
export function albIngressSpec(rules: IngressRules, ingressClassName: string): IngressSpec {
  if (rules.tls && !usesAcm(rules.tls)) {
    throw new ArgumentError(
      "rules.tls.secretName",
      rules.tls.secretName,
      "give certificateArns instead, an ALB reads its certificates from ACM",
    );
  }
  return { ingressClassName, rules: ingressRules(rules) };
}

/** For ingress-nginx, which reads certificates from Secrets. */
export function nginxIngressSpec(rules: IngressRules, ingressClassName: string): IngressSpec {
  const { tls } = rules;
  if (tls && usesAcm(tls)) {
    throw new ArgumentError(
      "rules.tls.certificateArns",
      "(certificates of ACM)",
      "give secretName instead, NGINX reads its certificate from a Secret",
    );
  }
  const hosts = rules.hosts.flatMap(({ host }) => host ?? []);
  return {
    ingressClassName,
    rules: ingressRules(rules),
    ...(tls && { tls: [{ ...(hosts.length > 0 && { hosts }), secretName: tls.secretName }] }),
  };
}

const ingressRules = ({ hosts }: IngressRules): IngressRule[] =>
  [...hosts].sort(bySpecificHost).map(({ host, paths }) => ({
    ...(host !== undefined && { host }),
    http: { paths: paths.map(pathOf).sort(bySpecificPath).map(ingressPath) },
  }));

const ingressPath = ({ path, match, service, port }: Path): IngressPath => ({
  path,
  pathType: match === "exact" ? "Exact" : "Prefix",
  backend: { service: { name: service, port: { number: port } } },
});
