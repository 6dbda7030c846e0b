/** The course's own words for something, and the labs that it is now. */
export interface Topic {
  readonly words: readonly string[];
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
  { words: ["ECR repository", "push commands", "`docker push`", "`my-ecr`"], labs: ["my-ecr"] },
  { words: ["kubeconfig", "access to the cluster"], labs: ["kubeconfig"] },
  { words: ["cluster tour"], labs: ["cluster-tour"] },
  { words: ["Pod"], labs: ["pods"] },
  { words: ["init containers"], labs: ["init-containers"] },
  { words: ["sidecars", "log shipping"], labs: ["sidecars"] },
  { words: ["labels", "annotations"], labs: ["labels-and-annotations"] },
  { words: ["nodeSelector", "`disktype=ssd`"], labs: ["node-selector"] },
  { words: ["affinity", "anti-affinity"], labs: ["affinity"] },
  { words: ["taints", "tolerations"], labs: ["taints"] },
  { words: ["ReplicaSet"], labs: ["replicasets"] },
  { words: ["Deployment", "rollout", "undo", "scale"], labs: ["deployments"] },
  { words: ["ReplicationController"], labs: ["replication-controllers"] },
  { words: ["guestbook", "`frontend`", "orphaned pods"], labs: ["guestbook"] },
  { words: ["change-cause", "change-cause and undo"], labs: ["change-cause"] },
  { words: ["namespaces"], labs: ["namespaces"] },
  {
    words: ["quota", "limits", "ResourceQuota", "LimitRange", "`mem-cpu-demo`"],
    labs: ["quota-and-limits"],
  },
  { words: ["ClusterIP"], labs: ["service-cluster-ip"] },
  { words: ["NodePort"], labs: ["service-node-port"] },
  { words: ["LoadBalancer"], labs: ["service-load-balancer"] },
  { words: ["ExternalName"], labs: ["service-external-name"] },
  { words: ["headless Service"], labs: ["service-headless"] },
  { words: ["Service without selector"], labs: ["service-without-selector"] },
  { words: ["session affinity"], labs: ["service-session-affinity"] },
  { words: ["named ports"], labs: ["service-named-ports"] },
  { words: ["externalIPs"], labs: ["service-external-ips"] },
  { words: ["externalTrafficPolicy Local"], labs: ["service-traffic-policy-local"] },
  { words: ["DNS names"], labs: ["service-dns"] },
  { words: ["emptyDir"], labs: ["volume-empty-dir"] },
  { words: ["hostPath"], labs: ["volume-host-path"] },
  { words: ["git volume", "`gitRepo`"], labs: ["volume-git"] },
  { words: ["PV", "PersistentVolume"], labs: ["persistent-volumes"] },
  { words: ["PVC", "PersistentVolumeClaim"], labs: ["persistent-volume-claims"] },
  { words: ["StorageClass"], labs: ["storage-classes"] },
  { words: ["reclaim policies"], labs: ["reclaim-policies"] },
  { words: ["EFS", "RWX", "ReadWriteMany", "`mypod`", "`/mnt/aws`"], labs: ["efs-shared-volume"] },
  {
    words: ["ConfigMap", "`hello-cm`", "`cm-file`", "`profile.properties`", "`/tmp/config`"],
    labs: ["configmaps"],
  },
  { words: ["Secret", "`hello-secret`", "`db-password`", "mode 0600"], labs: ["secrets"] },
  { words: ["liveness probe", "exec probe"], labs: ["probe-exec"] },
  { words: ["readiness probe", "http probe"], labs: ["probe-http"] },
  { words: ["tcp probe", "startup probe"], labs: ["probe-tcp"] },
  { words: ["commands", "args"], labs: ["commands-and-args"] },
  { words: ["voting app"], labs: ["voting-app"] },
  { words: ["host-based Ingress", "blue", "green"], labs: ["ingress-hosts"] },
  { words: ["path-based Ingress"], labs: ["ingress-paths"] },
  { words: ["Job", "completions", "parallelism", "backoff limit"], labs: ["jobs"] },
  { words: ["CronJob"], labs: ["cronjobs"] },
  { words: ["DaemonSet"], labs: ["daemonsets"] },
  { words: ["StatefulSet", "three with claims"], labs: ["statefulsets"] },
  { words: ["HPA", "HorizontalPodAutoscaler", "metrics"], labs: ["autoscaling"] },
  { words: ["requests", "limits"], labs: ["requests-limits"] },
  { words: ["logging", "EFK", "a DaemonSet collector"], labs: ["logging-collector"] },
  { words: ["EFK", "Elasticsearch", "Kibana"], labs: ["logging-sidecar"] },
  { words: ["RBAC", "Role", "RoleBinding"], labs: ["rbac"] },
  { words: ["ServiceAccount"], labs: ["service-accounts"] },
  { words: ["security context"], labs: ["security-context"] },
  { words: ["NetworkPolicy"], labs: ["network-policies"] },
  { words: ["PriorityClass"], labs: ["priority-classes"] },
  { words: ["a second scheduler"], labs: ["second-scheduler"] },
  { words: ["scheduler profiles"], labs: ["scheduler-profiles"] },
  { words: ["node drain", "cordon"], labs: ["node-drain"] },
  { words: ["Secret encryption at rest"], labs: ["secret-encryption"] },
  { words: ["Helm"], labs: ["helm"] },
  { words: ["12-Street", "login", "orders", "My Page", "gateway"], labs: ["shop-tour"] },
  { words: ["Recreate"], labs: ["shop-recreate"] },
  { words: ["Ramped"], labs: ["shop-ramped"] },
  { words: ["Blue/Green"], labs: ["shop-blue-green"] },
  { words: ["Canary"], labs: ["shop-canary"] },
  { words: ["A/B test"], labs: ["shop-ab-test"] },
  { words: ["Shadow"], labs: ["shop-shadow"] },
  {
    words: ["Istio", "`tutorial`", "customer", "preference", "recommendation", "round robin"],
    labs: ["istio-round-robin"],
  },
  { words: ["33:67 by scale"], labs: ["istio-scale-v2"] },
  { words: ["all v2"], labs: ["istio-all-to-v2"] },
  { words: ["all v1"], labs: ["istio-all-to-v1"] },
  { words: ["90:10"], labs: ["istio-canary-90-10"] },
  { words: ["75:25"], labs: ["istio-canary-75-25"] },
  { words: ["Firefox"], labs: ["istio-firefox"] },
  { words: ["dark launch"], labs: ["istio-mirror"] },
  { words: ['a failing preference "503"'], labs: ["istio-preference-503"] },
  { words: ["fault injection"], labs: ["istio-fault-abort", "istio-fault-delay"] },
  { words: ["retry"], labs: ["istio-retry"] },
  { words: ["timeout"], labs: ["istio-timeout"] },
  { words: ["circuit breaker"], labs: ["istio-circuit-breaker"] },
  { words: ["pool ejection"], labs: ["istio-pool-ejection"] },
  { words: ["rate limit"], labs: ["istio-rate-limit"] },
  { words: ["egress blocked", "worldclockapi"], labs: ["istio-egress-blocked"] },
  { words: ["egress opened"], labs: ["istio-egress-opened"] },
  { words: ["egress to anywhere"], labs: ["istio-egress-any"] },
  { words: ["white list", "white and black lists"], labs: ["istio-allow-list"] },
  { words: ["black list"], labs: ["istio-deny-list"] },
  { words: ["access by method"], labs: ["istio-deny-by-method"] },
  { words: ["mutual TLS"], labs: ["istio-mtls-permissive"] },
  { words: ["Kiali"], labs: ["kiali"] },
  { words: ["Jaeger", "tracing"], labs: ["jaeger"] },
  { words: ["Grafana"], labs: ["grafana"] },
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
