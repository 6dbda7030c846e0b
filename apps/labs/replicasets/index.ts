import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { nginx } from "../parts";

export const replicasets = defineLab({
  name: "replicasets",
  title: "ReplicaSet",
  day: 2,
  who: "student",
  text: [
    "A ReplicaSet keeps so many pods of a kind: it makes one for each that goes, and takes away what is too much.",
    "It counts by labels. A pod that loses the label is no longer counted, and stays for a look at it; another comes.",
  ].join("\n"),
  changes: [
    "kubectl get replicaset web",
    "kubectl delete pod POD",
    "kubectl label pod POD app=quarantined --overwrite",
    "kubectl scale replicaset web --replicas=5",
  ],
  baseline: () => [
    object("ReplicaSet", "web", {
      spec: { replicas: 3, ...podsOf({ app: "web" }, { containers: [nginx] }) },
    }),
  ],
});
