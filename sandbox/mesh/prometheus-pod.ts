import { prometheusConsole, prometheusPods } from "../../components/observability/names";
import type { Api } from "../providers/aws/kube-api";
import { barePod } from "./bare-pod";

const { namespace, service: name, port } = prometheusConsole;
const space = `/api/v1/namespaces/${namespace}`;

/** Where there is no chart to make them. */
const mark = "sandbox.twelve-street/prometheus";
const labels = { ...prometheusPods, [mark]: "true" };
const metadata = { name, namespace, labels };

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata,
  spec: { selector: prometheusPods, ports: [{ name: "http", port, targetPort: port }] },
};

const pod = barePod({
  metadata,
  user: 65534,
  container: {
    name: "prometheus",
    image: "prometheus:sandbox",
    ports: [{ name: "http", containerPort: port }],
  },
});

interface Endpoints {
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip: string }[];
    readonly ports?: readonly { readonly port: number }[];
  }[];
}

/** The address of the stack's Prometheus pod, at which the API server looks for it; undefined as long as it has none. */
export async function prometheusAddress(api: Api): Promise<string | undefined> {
  const found = await api.call<Endpoints>("GET", `${space}/endpoints/${name}`);
  const [ready] = found?.subsets ?? [];
  const [address, at] = [ready?.addresses?.[0]?.ip, ready?.ports?.[0]?.port];
  return address === undefined || at === undefined ? undefined : `${address}:${at}`;
}

/** Makes a Service and a pod for it where the stack's chart could not be pulled. */
export async function standInForChart(api: Api): Promise<void> {
  const found = await api.call<typeof service>("GET", `${space}/services/${name}`);
  if (found === undefined) await api.call("POST", `${space}/services`, service);
  else if (!isOurs(found)) return;
  const played = await api.call("GET", `${space}/pods/${name}`);
  if (played === undefined) await api.call("POST", `${space}/pods`, pod);
}

const isOurs = ({ metadata: { labels: found = {} } }: { metadata: { labels?: object } }): boolean =>
  mark in found;

/** Takes away what was made. */
export async function removeStandIn(api: Api): Promise<void> {
  for (const kind of ["services", "pods"]) {
    const at = `${space}/${kind}/${name}`;
    const found = await api.call<typeof service>("GET", at);
    if (found && isOurs(found)) await api.call("DELETE", at);
  }
}
