/** What the course calls something, and the labs that it is now. */
export interface Topic {
  readonly course: string;
  readonly labs: readonly string[];
}

/** A form of the course's years that is no more, or no more what one writes. */
export interface DeadForm {
  /** As the course writes it. */
  readonly form: string;
  /** When it ended, or what became of it. */
  readonly ended: string;
  readonly today: string;
  readonly source: string;
  /** Where today's form is met. */
  readonly labs: readonly string[];
}

export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** In the order of the course; every lab is in one of them. */
export const topics: readonly Topic[] = [
  { course: "docker push to ECR, `my-ecr`", labs: ["my-ecr"] },
  { course: "kubeconfig, a look around the cluster", labs: ["kubeconfig", "cluster-tour"] },
  { course: "Pod, init containers, sidecars", labs: ["pods", "init-containers", "sidecars"] },
  {
    course: "Labels, annotations, nodeSelector `disktype=ssd`, affinity, taints",
    labs: ["labels-and-annotations", "node-selector", "affinity", "taints"],
  },
  {
    course: "ReplicaSet, Deployment, ReplicationController, the `frontend` guestbook, change-cause",
    labs: ["replicasets", "deployments", "replication-controllers", "guestbook", "change-cause"],
  },
  { course: "Namespaces, `mem-cpu-demo`", labs: ["namespaces", "quota-and-limits"] },
  {
    course: "Services: ClusterIP, NodePort, LoadBalancer, ExternalName, headless",
    labs: [
      ...["service-cluster-ip", "service-node-port", "service-load-balancer"],
      ...["service-external-name", "service-headless"],
    ],
  },
  {
    course:
      "Services: without selector, session affinity, named ports, externalIPs, Local, DNS names",
    labs: [
      ...["service-without-selector", "service-session-affinity", "service-named-ports"],
      ...["service-external-ips", "service-traffic-policy-local", "service-dns"],
    ],
  },
  {
    course: "Volumes: emptyDir, hostPath, gitRepo, PV, PVC, StorageClass, EFS with `mypod`",
    labs: [
      ...["volume-empty-dir", "volume-host-path", "volume-git", "persistent-volumes"],
      ...["persistent-volume-claims", "storage-classes", "reclaim-policies", "efs-shared-volume"],
    ],
  },
  {
    course: "`hello-cm`, `cm-file`; `hello-secret`, `db-password`",
    labs: ["configmaps", "secrets"],
  },
  {
    course: "Liveness and readiness by exec, http, tcp; commands and args",
    labs: ["probe-exec", "probe-http", "probe-tcp", "commands-and-args"],
  },
  { course: "The voting app", labs: ["voting-app"] },
  { course: "Ingress: blue and green by host, by path", labs: ["ingress-hosts", "ingress-paths"] },
  {
    course: "Job, CronJob, DaemonSet, StatefulSet",
    labs: ["jobs", "cronjobs", "daemonsets", "statefulsets"],
  },
  { course: "HPA, metrics, requests and limits", labs: ["autoscaling", "requests-limits"] },
  { course: "Logging, EFK", labs: ["logging-collector", "logging-sidecar"] },
  {
    course: "RBAC, ServiceAccount, security context, NetworkPolicy",
    labs: ["rbac", "service-accounts", "security-context", "network-policies"],
  },
  {
    course: "PriorityClass, a second scheduler, profiles, drain and cordon",
    labs: ["priority-classes", "second-scheduler", "scheduler-profiles", "node-drain"],
  },
  { course: "Secret encryption at rest; Helm", labs: ["secret-encryption", "helm"] },
  {
    course: "12-Street: login, orders, My Page; Recreate, Ramped, Blue/Green, Canary, A/B, Shadow",
    labs: [
      ...["shop-tour", "shop-recreate", "shop-ramped", "shop-blue-green"],
      ...["shop-canary", "shop-ab-test", "shop-shadow"],
    ],
  },
  {
    course:
      "Istio: customer → preference → recommendation, round robin, 33:67, all v2, all v1, 90:10, 75:25",
    labs: [
      ...["istio-round-robin", "istio-scale-v2", "istio-all-to-v2", "istio-all-to-v1"],
      ...["istio-canary-90-10", "istio-canary-75-25"],
    ],
  },
  { course: "Istio: Firefox, dark launch", labs: ["istio-firefox", "istio-mirror"] },
  {
    course:
      'Istio: a failing preference "503", faults, retry, timeout, circuit breaker, pool ejection, rate limit',
    labs: [
      ...["istio-preference-503", "istio-fault-abort", "istio-fault-delay", "istio-retry"],
      ...["istio-timeout", "istio-circuit-breaker", "istio-pool-ejection", "istio-rate-limit"],
    ],
  },
  {
    course: "Istio: egress to worldclockapi.com, blocked and opened",
    labs: ["istio-egress-blocked", "istio-egress-opened", "istio-egress-any"],
  },
  {
    course: "Istio: white list, black list, mutual TLS",
    labs: ["istio-allow-list", "istio-deny-list", "istio-deny-by-method", "istio-mtls-permissive"],
  },
  { course: "Kiali, Jaeger, Grafana", labs: ["kiali", "jaeger", "grafana"] },
];

export const leftOut: readonly LeftOut[] = [
  {
    what: "Docker on the host: install, run, network, volumes, compose",
    why: "it needs nothing of a cluster; what a cluster needs of it, images and their repository, is my-ecr",
  },
  {
    what: "Static pods",
    why: "their files are on the node, and EKS's nodes are nobody's to write on",
  },
  {
    what: "etcd: snapshot and restore",
    why: "EKS keeps etcd and its backups, and shows neither; a stack is made anew from its program",
  },
  {
    what: "Installing a cluster by kubeadm, kops or eksctl",
    why: "the platform is a Pulumi stack",
  },
  {
    what: "Knative",
    why: "it is no part of the shop, and would bring a second way of routing and scaling",
  },
  { what: "Tips for other clouds (GKE, AKS, IBM)", why: "the platform is AWS" },
  {
    what: "The Kubernetes Dashboard",
    why: "its login is a token with wide rights; kubectl and Kiali show more",
  },
  { what: "The written test", why: "it is the instructor's" },
];
