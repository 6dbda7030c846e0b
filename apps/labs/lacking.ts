import type { Lab, Need } from "./lab";

/** What each need is, and how a platform comes by it. */
const ways: Readonly<Record<Need, { readonly what: string; readonly how: string }>> = {
  ingress: {
    what: "a shared ingress",
    how: "switch ingress.nginx or ingress.alb on in the platform's config, and name its class in the classroom's",
  },
  mesh: { what: "Istio", how: "switch mesh on in the platform's config" },
  "shared-storage": {
    what: "storage that many nodes write",
    how: "switch storage.efs on in the platform's config",
  },
  "block-storage": { what: "disks", how: "switch storage.disks on in the platform's config" },
  metrics: { what: "metrics of pods", how: "keep the add-on metrics-server in the cluster" },
  registry: {
    what: "students' own repositories",
    how: "give the classroom's config registry, and students who have an IAM user",
  },
  observability: {
    what: "Prometheus, Grafana, Kiali and Jaeger",
    how: "switch observability on in the platform's config",
  },
  "load-balancer": {
    what: "load balancers for students",
    how: "let bounds.loadBalancers in the classroom's config be 1 or more",
  },
  shop: {
    what: "a 12-Street for each student",
    how: "switch shop on in the classroom's config, with a quota that holds it",
  },
};

/** Why a lab cannot be held on a platform that offers this; undefined where it can. */
export function lacking(
  { name, needs = [] }: Pick<Lab, "name" | "needs">,
  offers: readonly Need[],
): string | undefined {
  const missing = needs.filter((need) => !offers.includes(need)).map((need) => ways[need]);
  if (missing.length === 0) return undefined;
  const what = missing.map((it) => it.what).join(" and ");
  return `${name} needs ${what}, which this classroom's platform has not: ${missing.map((it) => it.how).join("; ")}.`;
}
