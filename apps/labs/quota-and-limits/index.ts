import { defineLab } from "../define";
import { asks, deployment, nginx, pod } from "../parts";

export const quotaAndLimits = defineLab({
  name: "quota-and-limits",
  title: "ResourceQuota mem-cpu-demo and LimitRange",
  day: 2,
  who: "student",
  text: [
    "The quota mem-cpu-demo bounds what all pods of the namespace ask for together; the LimitRange fills in what a container leaves out.",
    "A pod beyond the quota is refused at once. A Deployment's is refused to its ReplicaSet, whose events say so.",
  ].join("\n"),
  changes: [
    "kubectl describe quota mem-cpu-demo",
    "kubectl describe limitrange container-defaults",
    "a pod of 900m CPU beside the 200m that are taken, which is refused; and a pod large of 700m, which fits",
    "kubectl scale deployment web --replicas=12",
    "kubectl describe replicaset -l app=web",
  ],
  baseline: () => [deployment("web", { containers: [nginx] }, 2)],
  makes: () => [pod("large", { containers: [{ ...nginx, ...asks(700, 700) }] }, { app: "large" })],
});
