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
});

/** Kubernetes versions that EKS offers, with the last day of standard support. Source: Amazon EKS User Guide, Kubernetes release calendar; checked 2026-11-21. */
export const kubernetesSupport = {
  "1.36": "2027-08-02",
  "1.35": "2027-03-27",
  "1.34": "2026-12-02",
} as const;

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
});
