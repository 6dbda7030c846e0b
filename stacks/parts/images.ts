import type { TwelveStreetArgs } from "../../apps/twelve-street";
import { nodePlatform } from "../../components/cluster/instance-types";
import { ImageBuild } from "../../components/image-build";
import { buildName, buildsOf } from "../builds";
import { mapValues } from "../map-values";
import type { Foundation } from "./foundation";

/**
 * Builds the shop's images, if the config says so. They need nothing of the cluster: they are made
 * beside it, and only pods wait for them.
 */
export function images({ config, name, registry }: Foundation): TwelveStreetArgs["imageOf"] {
  const builds = buildsOf(config);
  if (Object.keys(builds).length === 0) return undefined;
  const { refs } = new ImageBuild(name, {
    images: mapValues(builds, ({ source }) => source),
    repositories: mapValues(builds, ({ service }) => registry.urls[service]),
    platform: nodePlatform,
  });
  return (service, release) => {
    const ref = refs[buildName(service, release)];
    if (ref) return ref;
    throw new TypeError(`${service} ${release.version} has pods, and is not among the builds.`);
  };
}
