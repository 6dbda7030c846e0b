import { defineLab } from "../define";
import { deployment, nginx } from "../parts";
import { images } from "../pins";

export const changeCause = defineLab({
  name: "change-cause",
  title: "Why a version came: change-cause, and undo to one of them",
  day: 2,
  who: "student",
  text: [
    "The annotation kubernetes.io/change-cause says in a version's history why it came. It has taken the place of --record.",
    "undo --to-revision brings back that version's pods, and its cause with them.",
  ].join("\n"),
  changes: [
    'kubectl annotate deployment web kubernetes.io/change-cause="first version"',
    `kubectl set image deployment/web nginx=${images.nginx}`,
    'kubectl annotate deployment web kubernetes.io/change-cause="newer nginx" --overwrite',
    "kubectl rollout history deployment web",
    "kubectl rollout undo deployment web --to-revision=1",
  ],
  baseline: () => [deployment("web", { containers: [{ ...nginx, image: images.nginxBefore }] }, 2)],
});
