import { join } from "node:path";

import type { ImageSource } from "../../components/image-build";
import { platformVersions } from "../../versions";
import type { ServiceName } from "./services";

const upstream = (repository: string) => `https://github.com/event-storming/${repository}.git`;
const recipe = (folder: string) => join(__dirname, "images", folder);
const { maven, temurin, node, nginxUnprivileged } = platformVersions;

const spring = {
  recipe: recipe("spring"),
  buildArgs: {
    MAVEN_IMAGE: `maven:${maven.version}`,
    JRE_IMAGE: `eclipse-temurin:${temurin.version}`,
  },
};

/** What the image of a release is built from: its own commit, or the table's. */
export const sourceOf = (service: ServiceName, { commit }: { commit?: string }): ImageSource => ({
  ...serviceImages[service],
  ...(commit !== undefined && { commit }),
});

/** What each service is built from: upstream at the commits whose sources docs/services.md reads. */
export const serviceImages: Readonly<Record<ServiceName, ImageSource>> = {
  products: {
    ...spring,
    repository: upstream("reqres_products"),
    commit: "fe9fc6e657bbcfdd6495e331a943fbb8b8e84b2f",
  },
  orders: {
    ...spring,
    repository: upstream("reqres_orders"),
    commit: "1e3587d60451193f0df50b72f1dba694f7217a37",
  },
  delivery: {
    ...spring,
    repository: upstream("reqres_delivery"),
    commit: "187fa5fb4c9e5792309628fba36881ff362b1a02",
  },
  oauth: {
    ...spring,
    repository: upstream("oauth"),
    commit: "344d5b5b0862c3b8a3856f31a70a90a8b531f999",
  },
  gateway: {
    ...spring,
    repository: upstream("gateway"),
    commit: "d704dbb04efcb8f276ed6c9db19da9fce086dd99",
  },
  ui: {
    recipe: recipe("ui"),
    buildArgs: {
      NODE_IMAGE: `node:${node.version}`,
      NGINX_IMAGE: `nginxinc/nginx-unprivileged:${nginxUnprivileged.version}`,
    },
    repository: upstream("ui"),
    commit: "42e4f45c59b9b9346bf312f6913108078fe49ab7",
  },
};
