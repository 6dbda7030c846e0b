import { enabledServices } from "./enabled-services";
import type { Problem } from "./problems";
import { problem } from "./refusals";
import { releasesIn } from "./rollouts";
import type { StackSettings } from "./schema";

/** A commit says what to build: it says nothing where nothing is built. */
export function checkImages(settings: StackSettings): Problem[] {
  return enabledServices(settings).flatMap((name) =>
    releasesIn(settings.shop.services[name]).flatMap(([path, { commit, image }]) => {
      if (commit === undefined) return [];
      const at = ["shop", "services", name, ...path.split("."), "commit"];
      if (settings.images === "prebuilt")
        return [
          problem(at, commit, "nothing is built from it: give images: build, or take it out"),
        ];
      return image === undefined
        ? []
        : [problem(at, commit, "the release names its image already: take one of the two out")];
    }),
  );
}
