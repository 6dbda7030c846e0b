import { portForward } from "../../../components/console";
import { kialiConsole } from "../../../components/istio-mesh/consoles";
import { defineLab } from "../define";
import { tutorial } from "../istio/tutorial";

const { command, url } = portForward(kialiConsole);

export const kiali = defineLab({
  name: "kiali",
  title: "Kiali: the graph of who calls whom",
  day: 3,
  who: "instructor",
  needs: ["mesh", "observability"],
  text: [
    "Kiali draws who calls whom, how often and how well, from what sidecars tell Prometheus.",
    "It knows services and versions by the pods' labels app and version, and the protocol by the name of a Service's port.",
    "It sees the whole mesh and lives in a namespace of the platform's: the instructor opens it.",
  ].join("\n"),
  changes: [
    command,
    `${url}, with a token of kubectl --namespace ${kialiConsole.namespace} create token kiali`,
    "the graph of the student's namespace, while somebody asks the customer",
    "scale recommendation-v2 to 2, and see the shares move",
  ],
  baseline: () => tutorial({ v1: 1, v2: 1 }),
  notShown: ["Kiali's pages: its chart cannot be pulled here"],
});
