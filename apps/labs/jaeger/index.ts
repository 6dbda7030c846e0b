import { portForward } from "../../../components/console";
import { jaegerConsole } from "../../../components/istio-mesh/consoles";
import { defineLab } from "../define";
import { tutorial } from "../istio/tutorial";

const { command, url } = portForward(jaegerConsole);

export const jaeger = defineLab({
  name: "jaeger",
  title: "Jaeger: one request through all services",
  day: 3,
  who: "instructor",
  needs: ["mesh", "observability"],
  text: [
    "A trace is one request with all the calls it leads to, and how long each took. Sidecars make the spans; the services must pass the headers on (traceparent, x-b3-…), which the tutorial's do.",
    "A Telemetry object says how many requests of the namespace are traced: here each of them.",
  ].join("\n"),
  changes: [
    "kubectl apply: the Telemetry all-traces, with randomSamplingPercentage 100",
    command,
    `${url}: traces of customer, three spans each`,
    "let recommendation-v2 take long, and find it in the trace",
  ],
  baseline: () => tutorial({ v1: 1, v2: 1 }),
  makes: () => [
    {
      apiVersion: "telemetry.istio.io/v1",
      kind: "Telemetry",
      metadata: { name: "all-traces" },
      spec: { tracing: [{ randomSamplingPercentage: 100 }] },
    },
  ],
  notShown: ["spans: pods have no sidecars here"],
});
