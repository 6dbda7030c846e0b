import { defineLab } from "../define";
import { nginx, pod } from "../parts";

export const labelsAndAnnotations = defineLab({
  name: "labels-and-annotations",
  title: "Labels and annotations",
  day: 2,
  who: "student",
  text: [
    "Labels say what an object is, and selectors find objects by them: by equality, by sets, or by there being one at all.",
    "Annotations are notes for people and tools. Nothing can be found by them, and they may be long.",
  ].join("\n"),
  changes: [
    "kubectl get pods --show-labels",
    "kubectl get pods -l environment=production,tier=frontend",
    "kubectl get pods -l environment!=production",
    "kubectl label pod red tier=backend --overwrite",
    "kubectl label pod green environment-",
    "kubectl annotate pod blue owner=me",
  ],
  baseline: () => [
    pod("red", { containers: [nginx] }, { environment: "production", tier: "frontend" }),
    pod("green", { containers: [nginx] }, { environment: "production", tier: "backend" }),
    pod("blue", { containers: [nginx] }, { environment: "testing", tier: "frontend" }),
  ],
});
