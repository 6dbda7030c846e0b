import type { IstioObject } from "../istio-api";
import type { IstioMeshArgs, Mtls, PlaintextPorts, Tracing } from "./args";
import { systemNamespace, tracingProvider } from "./names";

/** Mutual TLS for the whole mesh, and the ports that are excepted. */
export const peerAuthentications = (mtls: Mtls): IstioObject<"PeerAuthentication">[] => [
  {
    kind: "PeerAuthentication",
    namespace: systemNamespace,
    name: "default",
    spec: { mtls: { mode: mtls.mode } },
  },
  ...(mtls.mode === "STRICT" ? (mtls.plaintextPorts ?? []).map(exception) : []),
];

const exception = ({
  namespace,
  name,
  labels,
  ports,
}: PlaintextPorts): IstioObject<"PeerAuthentication"> => ({
  kind: "PeerAuthentication",
  namespace,
  name,
  spec: {
    selector: { matchLabels: labels },
    mtls: { mode: "STRICT" },
    portLevelMtls: Object.fromEntries(ports.map((port) => [port, { mode: "PERMISSIVE" as const }])),
  },
});

/** Envoy's built-in access log on standard output. */
const accessLogProvider = { name: "envoy" };

/** What the proxies tell about requests, in the whole mesh. */
export const telemetry = (
  accessLogs: NonNullable<IstioMeshArgs["accessLogs"]>,
  tracing?: Tracing,
): IstioObject<"Telemetry"> => ({
  kind: "Telemetry",
  namespace: systemNamespace,
  name: "mesh-default",
  spec: {
    accessLogging: [
      {
        providers: [accessLogProvider],
        ...(accessLogs === "off" && { disabled: true }),
        ...(accessLogs === "errors" && { filter: { expression: "response.code >= 400" } }),
      },
    ],
    ...(tracing && {
      tracing: [
        {
          providers: [{ name: tracingProvider }],
          randomSamplingPercentage: tracing.samplingPercent ?? 1,
        },
      ],
    }),
  },
});
