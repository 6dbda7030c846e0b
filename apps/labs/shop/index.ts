import { defineLab } from "../define";
import type { Lab } from "../lab";
import { objectsOf } from "./service";
import { strategies, type StrategyLab } from "./strategies";

const answers =
  "answers: pods run no process here; npm run bench -- rollouts counts them through real Envoys";

const strategyLab = (of: StrategyLab): Lab =>
  defineLab({
    name: of.name,
    title: of.title,
    day: 3,
    who: "student",
    ...(of.options.mesh && { needs: ["mesh"] }),
    text: of.text.join("\n"),
    changes: of.changes,
    baseline: (place) => objectsOf(of, place).stands,
    makes: (place) => objectsOf(of, place).comes,
    notShown: [answers],
  });

const tour = defineLab({
  name: "shop-tour",
  title: "12-Street: login, orders and My Page through the gateway",
  day: 3,
  who: "student",
  needs: ["shop", "ingress"],
  text: [
    "The UI stands at the student's own host, the gateway at gateway. before it.",
    "A browser loads the UI from the one and asks everything else of the other, which knows the four services behind by their names.",
    "Login is a request to /oauth, which answers with a token; /products needs none, /orders does. An order takes from the stock and starts a delivery; My Page shows both.",
  ].join("\n"),
  changes: [
    "kubectl get deployments,services,ingresses: six services, one way in",
    "curl http://gateway.HOST/products, without a token; then http://gateway.HOST/orders: 401",
    "http://HOST in a browser: log in, buy something, open My Page",
    "kubectl scale deployment delivery --replicas 0, order again, and read kubectl logs deployment/orders",
    "kubectl rollout restart deployment products: its data was in memory",
  ],
  baseline: () => [],
  notShown: [
    "login, orders and pages: no service runs a process here; the way from the host to each service's pods is real",
  ],
});

/** 12-Street: a tour of the shop, and a service of it by each strategy. */
export const shop: readonly Lab[] = [tour, ...strategies.map(strategyLab)];
