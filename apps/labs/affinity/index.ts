import { defineLab } from "../define";
import { podsOf, object } from "../objects";
import { nginx, pod } from "../parts";

const byNode = "kubernetes.io/hostname";
const app = (name: string) => ({
  labelSelector: { matchLabels: { app: name } },
  topologyKey: byNode,
});

export const affinity = defineLab({
  name: "affinity",
  title: "Affinity and anti-affinity",
  day: 2,
  who: "student",
  text: [
    "Node affinity says by expressions what a nodeSelector says by equality, as a must or as a wish.",
    "Pod anti-affinity keeps the two pods of web on different nodes; pod affinity puts cache beside one of them.",
    "A must that cannot be kept leaves the pod Pending; a wish does not.",
  ].join("\n"),
  changes: [
    "kubectl get pods -o wide",
    "a pod lost, which must have the node label disktype in (hdd)",
    "a pod anyhow, which wishes for it",
  ],
  baseline: () => [
    object("Deployment", "web", {
      spec: {
        replicas: 2,
        ...podsOf(
          { app: "web" },
          {
            affinity: {
              podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [app("web")] },
            },
            containers: [nginx],
          },
        ),
      },
    }),
    pod(
      "cache",
      {
        affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [app("web")] } },
        containers: [nginx],
      },
      { app: "cache" },
    ),
  ],
  makes: () => {
    const onHdd = {
      matchExpressions: [{ key: "disktype", operator: "In", values: ["hdd"] }],
    };
    return [
      pod("lost", {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [onHdd] },
          },
        },
        containers: [nginx],
      }),
      pod(
        "anyhow",
        {
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, preference: onHdd }],
            },
          },
          containers: [nginx],
        },
        { app: "anyhow" },
      ),
    ];
  },
});
