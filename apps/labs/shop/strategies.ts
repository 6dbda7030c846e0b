import type { Act } from "./service";
import { service } from "./service";

/** A rollout strategy as a lab. */
export interface StrategyLab extends Act {
  readonly name: string;
  readonly title: string;
  readonly text: readonly string[];
  readonly changes: readonly string[];
}

const v1 = { version: "v1" } as const;
const v2 = { version: "v2" } as const;

/** Shorter than the 15 s of a service that must lose nothing, so that a class sees it happen. */
const propagationSeconds = 5;
const alone = { mesh: false, propagationSeconds } as const;
const meshed = { replicas: 1, mesh: true, propagationSeconds } as const;

const setImage = (slot: string) =>
  `kubectl set image deployment/${service}-${slot} products=REGISTRY/products:v2`;
const watch = `kubectl get pods --selector app=${service} --label-columns slot,version --watch`;
const weights = (stable: number, canary: number) =>
  `kubectl edit virtualservice ${service}: weight ${stable} for stable, ${canary} for canary`;

export const strategies: readonly StrategyLab[] = [
  {
    name: "shop-recreate",
    title: "12-Street, recreate: all old pods go, then the new ones come",
    text: [
      "The Deployment ends every pod of v1 before it makes one of v2: never two versions at once, and nobody answers in between.",
    ],
    changes: [setImage("stable"), watch, `kubectl rollout undo deployment/${service}-stable`],
    rollout: { strategy: "recreate", release: v1 },
    options: { ...alone, replicas: 2 },
    first: "stable",
  },
  {
    name: "shop-ramped",
    title: "12-Street, ramped: pod by pod, never fewer than asked for",
    text: [
      "A rolling update with maxUnavailable 0: one pod of v2 comes, is ready for a while, and one of v1 goes; then the next.",
    ],
    changes: [setImage("stable"), watch, `kubectl rollout pause deployment/${service}-stable`],
    rollout: { strategy: "ramped", release: v1, maxSurge: 1 },
    options: { ...alone, replicas: 2 },
    first: "stable",
  },
  {
    name: "shop-blue-green",
    title: "12-Street, blue/green: two in full size, one write to change",
    text: [
      "blue serves v1, green stands beside it with v2 and is tried at its own address. The cut is the slot that the Service selects: one write, and one write back.",
    ],
    changes: [
      `kubectl run try --image busybox --restart Never -- wget -q -O- http://${service}-green:8080/actuator/health`,
      `kubectl patch service ${service} --patch '{"spec": {"selector": {"slot": "green"}}}'`,
      `kubectl patch service ${service} --patch '{"spec": {"selector": {"slot": "blue"}}}': back`,
      `kubectl delete deployment ${service}-blue: from here there is no way back`,
    ],
    rollout: { strategy: "blueGreen", active: "blue", blue: v1, green: v2 },
    options: { ...alone, replicas: 1 },
    first: "blue",
  },
  {
    name: "shop-canary",
    title: "12-Street, canary: 10, then 50, then all",
    text: [
      "Of a hundred requests ten go to v2, whatever the numbers of pods; if it is well, fifty, then all. The stable version keeps its pods until the end, so that an abort has nothing to wait for.",
    ],
    changes: [
      weights(90, 10),
      weights(50, 50),
      weights(0, 100),
      "and 100 for stable at any time: the abort",
    ],
    rollout: {
      strategy: "canary",
      stable: v1,
      canary: v2,
      steps: [{ weight: 10 }, { weight: 50 }],
      at: 0,
    },
    options: meshed,
    first: "stable",
  },
  {
    name: "shop-ab-test",
    title: "12-Street, A/B test: chosen users get B",
    text: [
      "Who sends the header x-group: b is served by B, and so is Firefox; all others by A, always. It is no chance who sees what, so the two can be compared.",
    ],
    changes: [
      `curl --header 'x-group: b' http://${service}:8080/products, from a pod in the mesh`,
      `kubectl edit virtualservice ${service}: another header, or a cookie`,
      "take the last route away: who matches nothing gets 404",
    ],
    rollout: {
      strategy: "abTest",
      a: v1,
      b: v2,
      toB: [
        { by: "header", name: "x-group", exact: "b" },
        { by: "userAgent", regex: ".*Firefox.*" },
      ],
    },
    options: meshed,
    first: "a",
  },
  {
    name: "shop-shadow",
    title: "12-Street, shadow: v2 gets copies, and answers nobody",
    text: [
      "Every GET to v1 is copied to v2, whose answers are thrown away: load and errors of v2 are seen before anybody depends on it. Writes are not copied: they would be done twice.",
    ],
    changes: [
      `kubectl logs deployment/${service}-shadow --follow, while you ask v1`,
      `kubectl edit virtualservice ${service}: mirrorPercentage 10`,
      "remove mirror: the copies end, and nobody notices",
    ],
    rollout: { strategy: "shadow", live: v1, shadow: v2, percent: 100 },
    options: meshed,
    first: "live",
  },
];
