import type { KubeObject } from "../../../sandbox/providers/kubernetes/objects";

const container = {
  name: "main",
  image: "nginx",
  resources: { requests: { cpu: "10m", memory: "8Mi" } },
};
const rbac = "rbac.authorization.k8s.io";

/** One object of each kind that can be added to a namespace. */
export function manifests(name: string): KubeObject[] {
  const labels = { app: name };
  const metadata = { name };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const selector = { matchLabels: labels };
  const claim = {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Mi" } },
  };
  const of = (apiVersion: string, kind: string, fields: object): KubeObject => ({
    apiVersion,
    kind,
    metadata: { ...metadata },
    ...fields,
  });
  const once = { ...template.spec, restartPolicy: "Never" };
  return [
    of("v1", "ConfigMap", { data: { a: "b" } }),
    of("v1", "Secret", { data: { a: "Yg==" } }),
    of("v1", "Service", { spec: { selector: labels, ports: [{ port: 80 }], type: "NodePort" } }),
    of("v1", "Service", { spec: { clusterIP: "None", ports: [{ port: 80 }] } }),
    of("apps/v1", "Deployment", { spec: { replicas: 1, selector, template } }),
    of("v1", "Pod", { metadata: { ...metadata, labels: { app: "cm" } }, spec: template.spec }),
    of("apps/v1", "ReplicaSet", { spec: { replicas: 1, selector, template } }),
    of("v1", "ReplicationController", { spec: { replicas: 1, selector: labels, template } }),
    of("apps/v1", "StatefulSet", {
      spec: {
        serviceName: name,
        selector,
        template,
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
      },
    }),
    of("apps/v1", "DaemonSet", { spec: { selector, template } }),
    of("batch/v1", "Job", { spec: { template: { spec: once } } }),
    of("batch/v1", "CronJob", {
      spec: { schedule: "0 0 1 1 *", jobTemplate: { spec: { template: { spec: once } } } },
    }),
    of("autoscaling/v2", "HorizontalPodAutoscaler", {
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "cm-deployment" },
        maxReplicas: 3,
      },
    }),
    of("policy/v1", "PodDisruptionBudget", { spec: { minAvailable: 1, selector } }),
    of("networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {}, ingress: [{}] } }),
    of("networking.k8s.io/v1", "Ingress", {
      spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
    }),
    of(`${rbac}/v1`, "Role", { rules: [] }),
    of(`${rbac}/v1`, "RoleBinding", {
      roleRef: { apiGroup: rbac, kind: "Role", name },
      subjects: [],
    }),
    of("v1", "ServiceAccount", {}),
    of("v1", "PersistentVolumeClaim", { spec: claim }),
    of("v1", "ResourceQuota", { spec: { hard: { configmaps: "99" } } }),
    of("v1", "LimitRange", { spec: { limits: [{ type: "Container", max: { cpu: "2" } }] } }),
    of("v1", "Endpoints", {
      subsets: [{ addresses: [{ ip: "93.184.216.34" }], ports: [{ port: 80 }] }],
    }),
    of("discovery.k8s.io/v1", "EndpointSlice", { addressType: "IPv4", endpoints: [], ports: [] }),
    of("coordination.k8s.io/v1", "Lease", { spec: { holderIdentity: "me" } }),
    of("v1", "PodTemplate", { template }),
    of("apps/v1", "ControllerRevision", { revision: 1, data: {} }),
    of("networking.istio.io/v1", "VirtualService", {
      spec: { hosts: [name], http: [{ route: [{ destination: { host: name } }] }] },
    }),
    of("networking.istio.io/v1", "Sidecar", { spec: { egress: [{ hosts: ["./*"] }] } }),
  ];
}
