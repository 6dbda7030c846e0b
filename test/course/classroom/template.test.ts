import assert from "node:assert/strict";

import { misfitOfPod } from "../../../course/classroom/template";
import type { Json, KubeObject } from "../../../sandbox/providers/kubernetes/objects";
import { applied, declare, edited, podOf } from "./objects";

const main = {
  name: "main",
  image: "nginx:1",
  env: [{ name: "COLOR", value: "blue" }],
  ports: [{ containerPort: 80, protocol: "TCP" }],
  resources: { limits: { cpu: "100m" } },
  securityContext: { runAsNonRoot: true },
  volumeMounts: [{ name: "page", mountPath: "/page" }],
  readinessProbe: { httpGet: { path: "/ready", port: 80 } },
};

const template = {
  metadata: { labels: { app: "web" }, annotations: { "prometheus.io/port": "80" } },
  spec: {
    containers: [main],
    volumes: [{ name: "page", configMap: { name: "page" } }],
    nodeSelector: { disktype: "ssd" },
    tolerations: [{ key: "lab", operator: "Exists" }],
    serviceAccountName: "web",
    securityContext: {},
    restartPolicy: "Always",
  },
};

type Template = typeof template;

const owner = applied(
  declare({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", namespace: "user01" },
    spec: { template },
  }),
);

/** As the API server keeps a pod of it: what it fills in before it notes who wrote what. */
function madeOf(of: Json): KubeObject {
  const spec = of.spec as Template["spec"];
  const containers = spec.containers.map((one) => ({
    ...one,
    resources: { ...one.resources, requests: { ...one.resources.limits } },
  }));
  return podOf(owner, { ...of, spec: { ...spec, containers } });
}

/** And what admission, the scheduler and the mesh add after that. */
function admitted(pod: KubeObject): KubeObject {
  const spec = pod.spec as Template["spec"];
  const token = { name: "kube-api-access-x2k", projected: {} };
  const containers = spec.containers.map((one) => ({
    ...one,
    resources: {
      limits: { memory: "128Mi", ...one.resources.limits },
      requests: { memory: "64Mi", cpu: "100m" },
    },
    volumeMounts: [...one.volumeMounts, { name: token.name, mountPath: "/var/run/secrets" }],
  }));
  const tolerations = ["not-ready", "unreachable"].map((name) => ({
    ...{ key: `node.kubernetes.io/${name}`, operator: "Exists", effect: "NoExecute" },
    tolerationSeconds: 300,
  }));
  const annotations = { ...pod.metadata.annotations, "kubernetes.io/limit-ranger": "set" };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations,
      labels: { ...pod.metadata.labels, "topology.kubernetes.io/zone": "a" },
    },
    spec: {
      ...spec,
      containers,
      volumes: [...spec.volumes, token],
      tolerations: [...spec.tolerations, ...tolerations],
      ...{ nodeName: "node-1", priority: 0, preemptionPolicy: "PreemptLowerPriority" },
      ...{ serviceAccount: "web", imagePullSecrets: [{ name: "registry" }] },
    },
  };
}

function injected(pod: KubeObject): KubeObject {
  const spec = pod.spec as Template["spec"];
  const containers = spec.containers.map((one) => ({
    ...one,
    readinessProbe: { httpGet: { path: "/app-health/main/readyz", port: 15020 } },
  }));
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: { "prometheus.io/port": "15020", "sidecar.istio.io/status": "{}" },
      labels: { ...pod.metadata.labels, "security.istio.io/tlsMode": "istio" },
    },
    spec: {
      ...spec,
      containers: [{ name: "istio-proxy", image: "proxyv2" }, ...containers],
      initContainers: [{ name: "istio-init", image: "proxyv2" }],
      volumes: [...spec.volumes, { name: "istio-envoy", emptyDir: {} }],
    },
  };
}

const { metadata, spec } = template;
const inSpec = (fields: object) => ({ metadata, spec: { ...spec, ...fields } });
const inMain = (fields: object) => inSpec({ containers: [{ ...main, ...fields }] });

/** What a student may have put into a template, and where it shows. */
const changes: readonly [what: string, of: Json, where: string][] = [
  [
    "other limits",
    inMain({ resources: { limits: { cpu: "200m" } } }),
    "spec.containers[main].resources.limits.cpu",
  ],
  [
    "a limit more",
    inMain({ resources: { limits: { cpu: "100m", memory: "1Gi" } } }),
    "spec.containers[main].resources.limits.memory",
  ],
  [
    "a mount",
    inMain({ volumeMounts: [{ name: "page", mountPath: "/other" }] }),
    "spec.containers[main].volumeMounts",
  ],
  [
    "a variable",
    inMain({ env: [...main.env, { name: "X", value: "y" }] }),
    "spec.containers[main].env[X]",
  ],
  [
    "another user",
    inMain({ securityContext: { runAsNonRoot: true, runAsUser: 7 } }),
    "spec.containers[main].securityContext.runAsUser",
  ],
  ["another image", inMain({ image: "nginx:2" }), "spec.containers[main].image"],
  ["another place", inSpec({ nodeSelector: { disktype: "hdd" } }), "spec.nodeSelector.disktype"],
  ["a place more", inSpec({ nodeSelector: { disktype: "ssd", a: "b" } }), "spec.nodeSelector.a"],
  ["no place", inSpec({ nodeSelector: undefined }), "spec.nodeSelector"],
  [
    "an init container",
    inSpec({ initContainers: [{ name: "first", image: "busybox", resources: {} }] }),
    "spec.initContainers[first]",
  ],
  ["a sidecar", inSpec({ containers: [main, { ...main, name: "spy" }] }), "spec.containers[spy]"],
  [
    "a volume",
    inSpec({ volumes: [...spec.volumes, { name: "v", emptyDir: {} }] }),
    "spec.volumes[v]",
  ],
  [
    "a toleration",
    inSpec({ tolerations: [...spec.tolerations, { key: "mine", operator: "Exists" }] }),
    "spec.tolerations",
  ],
  ["another account", inSpec({ serviceAccountName: "other" }), "spec.serviceAccountName"],
  ["another DNS policy", inSpec({ dnsPolicy: "None" }), "spec.dnsPolicy"],
  [
    "a label",
    { metadata: { ...metadata, labels: { app: "web", v: "2" } }, spec },
    "metadata.labels.v",
  ],
  [
    "an annotation",
    { metadata: { ...metadata, annotations: { ...metadata.annotations, note: "x" } }, spec },
    "metadata.annotations.note",
  ],
];

describe("a pod of a template", () => {
  it("fits with all that the API server, admission, the scheduler and the mesh make of it", () => {
    const pod = madeOf(template);
    for (const one of [pod, admitted(pod), injected(pod), injected(admitted(pod))])
      assert.equal(misfitOfPod(one, template), undefined);
  });

  for (const [what, of, where] of changes)
    it(`does not fit where it was made with ${what}`, () => {
      const pod = madeOf(of);
      for (const one of [pod, admitted(pod)])
        assert.ok(
          misfitOfPod(one, template)?.startsWith(`with another ${where}`),
          `${what}: ${misfitOfPod(one, template) ?? "fits"}`,
        );
    });

  it("does not hide what a student has put in behind a sidecar", () => {
    const probed = injected(madeOf(inMain({ livenessProbe: { exec: { command: ["false"] } } })));
    assert.match(misfitOfPod(probed, template) ?? "fits", /livenessProbe/);
    const own = injected(madeOf(inSpec({ containers: [main, { ...main, name: "istio-proxy" }] })));
    assert.match(misfitOfPod(own, template) ?? "fits", /\[istio-proxy\]/);
  });

  it("does not fit when a controller's name is all that speaks for it", () => {
    const pod = madeOf(template);
    const { managedFields = [] } = pod.metadata;
    const other = managedFields.map((one) => ({ ...one, manager: "kube-mine" }));
    const forged = { ...pod, metadata: { ...pod.metadata, managedFields: other } };
    assert.match(misfitOfPod(forged, template) ?? "fits", /another/);
    const relabelled = edited(
      pod,
      { ...pod, metadata: { labels: { mine: "yes" } } },
      "kube-controller-manager",
    );
    assert.match(misfitOfPod(relabelled, template) ?? "fits", /labels\.mine/);
  });
});
