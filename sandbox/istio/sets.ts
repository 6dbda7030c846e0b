import { platformVersions, sandboxVersions } from "../../versions";

/** Custom resource definitions as their makers publish them. */
export interface CrdSet {
  readonly name: "istio" | "gateway-api";
  readonly version: string;
  /** The Go module that holds them. */
  readonly module: string;
  /** The same files of the same tag on the web; a path is added. */
  readonly web: string;
  /** Paths inside, in order, each with its content's SHA-256: the same whichever way it came. */
  readonly files: readonly (readonly [path: string, sha256: string])[];
}

/** Istio's own kinds, as its chart `base` installs them: the two files are the same. */
export const istioCrds: CrdSet = {
  name: "istio",
  version: sandboxVersions.istioApi.version,
  module: "istio.io/api",
  web: "https://raw.githubusercontent.com/istio/api",
  files: [
    [
      "kubernetes/customresourcedefinitions.gen.yaml",
      "c0ad59e008658765412badb836e73a523a355e3d792a32ad3c0711a728be5aff",
    ],
  ],
};

const standard = (kind: string, sha256: string): CrdSet["files"][number] => [
  `config/crd/standard/gateway.networking.k8s.io_${kind}.yaml`,
  sha256,
];

/** The Gateway API's standard channel: what its release's `standard-install.yaml` is made of. */
export const gatewayApiCrds: CrdSet = {
  name: "gateway-api",
  version: platformVersions.gatewayApi.version,
  module: "sigs.k8s.io/gateway-api",
  web: "https://raw.githubusercontent.com/kubernetes-sigs/gateway-api",
  files: [
    standard(
      "backendtlspolicies",
      "05dd20abea3eb1b5108b9a842a8482d5099db24bd9047bfd3965c7f27a047db7",
    ),
    standard("gatewayclasses", "a09b320e69257056e34f268160f883e98d4da9b8786fff3463484ba5fda719df"),
    standard("gateways", "7dcaf56db92b197207bc149f049c1be0208bedc8608a56905900d3bfc71b8632"),
    standard("grpcroutes", "a97b717e425979726039c813f308f8ab9686e5478ee5072eec5f94ec61db3bf5"),
    standard("httproutes", "8c05f321e53b5df6aa4bdbf622a01db9c331f26d7b9723b0fc47001c1341858a"),
    standard("listenersets", "2dc80892f2bf636bd678e504bca04f52856f21eef2202091ea842ef39b52339f"),
    standard("referencegrants", "37ab52cd8db78fb1fe14140aba96b64f6012a1fb6eb9b98daa321adb57b42f17"),
    standard("tcproutes", "a4659f3e1fd7cdd21c44757d9f0febef930dac4fe5f0430c857d5eb853d6e686"),
    standard("tlsroutes", "b3f7a900cb767b7be07fec6d277afe43a9b1db36053fef95beacccb1190fa6ca"),
    standard("udproutes", "33250d34719f05cd1791e5ea2f36d2c8323f6828c204643c53734df41d3d6e1b"),
    standard(
      "vap_safeupgrades",
      "f3c4889dc8ad81a76b3c99b43462d492c8396de7c1387dbfb818edaf24841261",
    ),
  ],
};

/** What a chart brings besides what would run: the kinds of the objects that a stack then makes. */
export function crdsOfChart(chart: unknown, repository: unknown): CrdSet | undefined {
  if (chart !== "base" || typeof repository !== "string") return undefined;
  return repository.startsWith("https://istio-release.storage.googleapis.com/")
    ? istioCrds
    : undefined;
}

/** What a manifest on the web holds, where it is one that the sandbox can have without the web. */
export const crdsOfManifest = (url: unknown): CrdSet | undefined =>
  url ===
  `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${gatewayApiCrds.version}/standard-install.yaml`
    ? gatewayApiCrds
    : undefined;
