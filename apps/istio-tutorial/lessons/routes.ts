import type { Lesson, Version } from "./lesson";
import { exportTo, meshObject, type MeshObject } from "./objects";

const host = "recommendation";

/** The subsets of the tutorial, by version. */
export const subsets = (...versions: readonly Version[]): MeshObject =>
  meshObject("DestinationRule", host, {
    host,
    exportTo,
    subsets: versions.map((version) => ({ name: `version-${version}`, labels: { version } })),
  });

export const versions = subsets("v1", "v2");

/** Everything to one version, of those that there are. */
export const onlyTo = (version: Version, all: readonly Version[]): readonly MeshObject[] => [
  subsets(...all),
  route({ route: [to(version)] }),
];

export const to = (version: Version) => ({ destination: { host, subset: `version-${version}` } });

const share = (version: Version, weight: number) => ({ ...to(version), weight });

type Http = Extract<MeshObject, { kind: "VirtualService" }>["spec"]["http"];

export const route = (...http: Http): MeshObject =>
  meshObject("VirtualService", host, { hosts: [host], exportTo, http });

/** To whichever pod there is, of any version. */
export const anywhere = { destination: { host } };

const all = (version: Version): Lesson => ({
  name: `all-to-${version}`,
  teaches: `A route names a subset, and every request goes to ${version}, however many pods others have.`,
  objects: [versions, route({ route: [to(version)] })],
  sees: [{ versions: { [version]: 1 } }],
});

const canary = (v1: number, v2: number): Lesson => ({
  name: `canary-${v1}-${v2}`,
  teaches: `Weights share requests out: ${v1} of a hundred to v1, ${v2} to v2, whatever the numbers of pods.`,
  objects: [versions, route({ route: [share("v1", v1), share("v2", v2)] })],
  sees: [{ versions: { v1: v1 / 100, v2: v2 / 100 } }],
});

/** Who is served by which version. */
export const routing = [
  {
    name: "round-robin",
    teaches:
      "Where no route says more, the pods take turns: one of v1 and one of v2 get half each.",
    objects: [versions, route({ route: [anywhere] })],
    sees: [{ versions: { v1: 1 / 2, v2: 1 / 2 } }],
  },
  {
    name: "scale-v2",
    teaches:
      "Without a subset the number of pods decides: two of v2 and one of v1 are served two to one.",
    objects: [versions, route({ route: [anywhere] })],
    replicas: { v2: 2 },
    sees: [{ versions: { v1: 1 / 3, v2: 2 / 3 } }],
  },
  all("v2"),
  all("v1"),
  canary(90, 10),
  canary(75, 25),
  {
    name: "firefox",
    teaches: "A match by header comes before the rest: Firefox gets v2, everybody else v1.",
    objects: [
      versions,
      route(
        {
          match: [{ headers: { "user-agent": { regex: ".*Firefox.*" } } }],
          route: [to("v2")],
        },
        { route: [to("v1")] },
      ),
    ],
    sees: [
      { headers: { "user-agent": "Mozilla/5.0 (X11) Firefox/140.0" }, versions: { v2: 1 } },
      { headers: { "user-agent": "Mozilla/5.0 (X11) Chrome/140.0" }, versions: { v1: 1 } },
    ],
  },
  {
    name: "mirror",
    teaches: "Copies go to v2, and clients get v1's answers alone.",
    objects: [
      versions,
      route({
        route: [to("v1")],
        mirror: to("v2").destination,
        mirrorPercentage: { value: 100 },
      }),
    ],
    sees: [{ versions: { v1: 1 } }],
  },
] as const satisfies readonly Lesson[];
