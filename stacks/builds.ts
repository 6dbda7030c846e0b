import { sourceOf } from "../apps/twelve-street/images";
import type { ServiceName } from "../apps/twelve-street/services";
import type { ImageSource } from "../components/image-build";
import type { Release } from "../components/rollout";
import { enabledServices } from "./enabled-services";
import { standingReleases } from "./rollouts";
import type { StackSettings } from "./schema";
import { shopService } from "./stack-services";

/** One image to build: two releases of one commit share it. */
export interface Build {
  readonly service: ServiceName;
  readonly source: ImageSource;
}

export const buildName = (service: ServiceName, release: Release): string =>
  `${service}-${sourceOf(service, release).commit.slice(0, 12)}`;

/** What the stack builds, by name: what has pods and names no image of its own. */
export function buildsOf(settings: StackSettings): Readonly<Record<string, Build>> {
  if (settings.images !== "build") return {};
  return Object.fromEntries(
    enabledServices(settings).flatMap((service) =>
      standingReleases(shopService(service, settings))
        .filter(({ image }) => image === undefined)
        .map((release): [string, Build] => [
          buildName(service, release),
          { service, source: sourceOf(service, release) },
        ]),
    ),
  );
}
