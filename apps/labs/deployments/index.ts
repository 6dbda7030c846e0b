import { defineLab } from "../define";
import { images } from "../pins";
import { deployment, nginx } from "../parts";

export const deployments = defineLab({
  name: "deployments",
  title: "Deployment: rollout, undo, scale",
  day: 2,
  who: "student",
  text: [
    "A Deployment brings a new version out by a ReplicaSet of its own, which grows while the old one shrinks.",
    "The old one stays, empty, so that undo needs nothing but its number. Scaling is no new version.",
  ].join("\n"),
  changes: [
    "kubectl rollout status deployment web",
    `kubectl set image deployment/web nginx=${images.nginx}`,
    "kubectl rollout history deployment web",
    "kubectl rollout undo deployment web",
    "kubectl scale deployment web --replicas=5",
    "kubectl rollout pause deployment web",
    "kubectl rollout resume deployment web",
  ],
  baseline: () => [deployment("web", { containers: [{ ...nginx, image: images.nginxBefore }] }, 3)],
});
