import { checkMesh, covers } from "../components/istio-mesh/checks";
import { checkObservability } from "../components/observability/checks";
import { meshArgs } from "./mesh-args";
import { watchArgs } from "./observability-args";
import type { Problem } from "./problems";
import { problem, refusals } from "./refusals";
import type { StackSettings } from "./schema";

const collector = "jaeger.istio-system.svc.cluster.local";

export function checkMeshPart(settings: StackSettings): Problem[] {
  const { mesh, ingress, observability } = settings;
  if (!mesh) return [];
  const own = refusals(["mesh"], () => {
    checkMesh(meshArgs(mesh, collector, []));
  });
  return [
    // Whether there is a controller, the next check says in the stack's words.
    ...own.filter(({ key }) => !key.endsWith(".loadBalancerController")),
    ...(mesh.ingressGateway && !ingress.alb
      ? [
          problem(
            ["mesh", "ingressGateway"],
            "on",
            "switch ingress.alb on, whose controller makes the gateway's NLB",
          ),
        ]
      : []),
    ...(mesh.kiali && !observability?.prometheus
      ? [
          problem(
            ["mesh", "kiali"],
            "on",
            "switch observability.prometheus on, whose numbers it draws",
          ),
        ]
      : []),
    ...checkConsoles(settings),
  ];
}

/** Names of the consoles that a stack has. */
export const consoleNames = ({ mesh, observability }: StackSettings): string[] => [
  ...(mesh?.kiali ? ["kiali"] : []),
  ...(mesh?.jaeger ? ["jaeger"] : []),
  ...(observability?.prometheus ? ["prometheus"] : []),
  ...(observability?.grafana ? ["grafana"] : []),
  ...(observability?.logs?.to === "elasticsearch" && observability.logs.kibana ? ["kibana"] : []),
];

/** A login needs TLS, on every console's host and on no other port. */
function checkConsoles(settings: StackSettings): Problem[] {
  const { mesh } = settings;
  if (!mesh?.consoles) return [];
  const at = ["mesh", "consoles", "domain"];
  const { domain } = mesh.consoles;
  const names = consoleNames(settings);
  if (names.length === 0)
    return [problem(at, domain, "switch a console on, such as kiali or observability.grafana")];
  if (!mesh.ingressGateway)
    return [problem(at, domain, "switch mesh.ingressGateway on, through which they are reached")];
  const hosts = names.map((name) => `${name}.${domain}`);
  const { listeners } = mesh.ingressGateway;
  const open = hosts.find(
    (host) =>
      !listeners.some(
        (it) => it.protocol === "HTTPS" && it.hosts.some((name) => covers(name, host)),
      ),
  );
  if (open !== undefined)
    return [problem(at, domain, `give the ingress gateway an HTTPS listener for ${open}`)];
  const plain = listeners.some(
    (it) =>
      it.protocol === "HTTP" &&
      !it.redirectToHttps &&
      hosts.some((host) => it.hosts.some((name) => covers(name, host))),
  );
  return plain
    ? [problem(at, domain, "set redirectToHttps on the HTTP listener that takes it in")]
    : [];
}

export function checkObservabilityPart(settings: StackSettings): Problem[] {
  const { observability, mesh, storage } = settings;
  const args = watchArgs(settings);
  if (!observability || !args) return [];
  const { prometheus, logs, requests } = observability;
  const needsDisk = [
    ...(prometheus && prometheus.sizeGiB > 0 && prometheus.storageClassName === undefined
      ? [["prometheus", "sizeGiB"]]
      : []),
    ...(logs?.to === "elasticsearch" ? [["logs", "to"]] : []),
  ];
  const own = refusals(
    ["observability"],
    () => {
      // Fargate's role is the cluster's own.
      checkObservability({ ...args, clusterName: "", region: "", podExecutionRoleName: "" });
    },
    (argument) => argument.replace(/^watch\./, "").replace(/storage$/, "sizeGiB"),
  );
  if (own.length > 0) return own;
  return [
    ...checkClass(settings),
    ...(requests === "istio" && !mesh
      ? [problem(["observability", "requests"], requests, "switch mesh on, whose sidecars count")]
      : []),
    ...needsDisk
      .filter(() => !storage.disks?.isDefault)
      .map((path) =>
        problem(
          ["observability", ...path],
          "a disk",
          path[0] === "logs"
            ? "switch storage.disks on as the default class"
            : "switch storage.disks on as the default class, or give 0",
        ),
      ),
  ];
}

/** Prometheus keeps its numbers in files that NFS does not bear. Source: Prometheus documentation, "Storage". */
function checkClass({ observability, storage }: StackSettings): Problem[] {
  const { storageClassName, sizeGiB = 0 } = observability?.prometheus ?? {};
  if (storageClassName === undefined) return [];
  const at = ["observability", "prometheus", "storageClassName"];
  if (sizeGiB === 0)
    return [
      problem(
        at,
        storageClassName,
        "leave it out, or give sizeGiB, without which there is no disk",
      ),
    ];
  return storageClassName === "aws-efs" || storageClassName === storage.efs?.storageClassName
    ? [
        problem(
          at,
          storageClassName,
          "name a class of disks, such as gp3: files over NFS corrupt its numbers",
        ),
      ]
    : [];
}
