/** What a service of the shop answers, without the calls that it makes for it. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, value: unknown): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
});

export const notFound = (path: string): Answer =>
  json(404, { status: 404, error: "Not Found", path });

/** As Spring Boot's actuator says it. */
export const health = (up: boolean): Answer =>
  json(up ? 200 : 503, { status: up ? "UP" : "OUT_OF_SERVICE" });

const product = (id: number) => ({ id, name: `TV ${id}`, price: 10_000 * id, stock: 10 });
const order = (id: number) => ({ id, productId: id, quantity: 1, state: "OrderPlaced" });
const delivery = (id: number) => ({ id, orderId: id, deliveryState: "DeliveryStarted" });

/** Collections as Spring Data REST lays them out, and single items below them. */
const collections: Readonly<Record<string, readonly [string, (id: number) => object]>> = {
  products: ["products", product],
  orders: ["orders", order],
  deliveries: ["deliveries", delivery],
};

const ids = [1, 2, 3];

type Paths = (method: string, path: string) => Answer | undefined;

/** What each service of 12-Street answers; the paths are its sources', see docs/services.md. */
const shop: Readonly<Record<string, Paths>> = {
  products: (method, path) =>
    collection("products", method, path) ??
    (/^\/product\/(decrease|increase)Stock\/\d+$/.test(path) ? json(200, product(1)) : undefined) ??
    (/^\/(product|goods)(\/|$)/.test(path) ? json(200, product(1)) : undefined),
  orders: (method, path) => collection("orders", method, path),
  delivery: (method, path) => collection("deliveries", method, path),
  oauth: (_method, path) => {
    if (path === "/.well-known/jwks.json") return json(200, { keys: [] });
    if (path === "/oauth/token")
      return json(200, { access_token: "simulated", token_type: "bearer", expires_in: 3600 });
    return path.startsWith("/oauth") ? json(200, {}) : undefined;
  },
  ui: () => ({
    status: 200,
    type: "text/html",
    body: "<!doctype html><title>12-Street</title><p>12-Street (a stand-in: no image runs)</p>\n",
  }),
};

function collection(name: string, method: string, path: string): Answer | undefined {
  const [key, item] = collections[name] ?? [];
  const found = new RegExp(`^/${name}(?:/(\\d+))?/?$`).exec(path);
  if (key === undefined || item === undefined || !found) return undefined;
  const id = found[1];
  if (id !== undefined) return json(200, item(Number(id)));
  return method === "POST"
    ? json(201, item(1))
    : json(200, { _embedded: { [key]: ids.map(item) } });
}

/** What a stand-in of this service answers; undefined for one that is not the shop's. */
export const shopPaths = (app: string): Paths | undefined => shop[app];

/** Which service the shop's gateway sends a path to: its own `application.yml`, see docs/services.md. */
export function gatewayTarget(path: string): string | undefined {
  const [, first = ""] = path.split("/");
  const targets: Readonly<Record<string, string>> = {
    product: "products",
    products: "products",
    goods: "products",
    orders: "orders",
    deliveries: "delivery",
    oauth: "oauth",
  };
  return targets[first];
}
