import { portForward } from "../../../components/console";
import { grafanaConsole } from "../../../components/observability/names";
import { defineLab } from "../define";
import { tutorial } from "../istio/tutorial";

const { command, url } = portForward(grafanaConsole);

export const grafana = defineLab({
  name: "grafana",
  title: "Grafana: requests, errors and times as curves",
  day: 3,
  who: "instructor",
  needs: ["mesh", "observability"],
  text: [
    "Grafana's dashboards come with the platform, as code. They ask Prometheus, which reads each sidecar's numbers.",
    "Of each service: requests a second, the share that fails, and how long the slowest of twenty takes.",
  ].join("\n"),
  changes: [
    `${command}, then ${url}`,
    `kubectl --namespace ${grafanaConsole.namespace} get secret grafana-admin --output jsonpath={.data.admin-password} | base64 --decode`,
    "the dashboard of services, while somebody asks the customer",
    "break something (istio-preference-503), and see which curve tells first",
  ],
  baseline: () => tutorial({ v1: 1, v2: 1 }),
  notShown: ["Grafana's pages: its chart cannot be pulled here"],
});
