import { defineLab } from "../define";
import { object } from "../objects";
import { asks } from "../parts";
import { images } from "../pins";

const labels = { app: "guestbook", tier: "frontend" };

export const guestbook = defineLab({
  name: "guestbook",
  title: "The frontend guestbook and its orphaned pods",
  day: 2,
  who: "student",
  text: [
    "The ReplicaSet frontend of the guestbook has three pods. Deleted with --cascade=orphan, it goes and they stay.",
    "Made again, it finds them by its selector and adopts them: nothing is started anew.",
    "A bare pod with the same labels is taken in as well, and is one too many.",
  ].join("\n"),
  changes: [
    "kubectl get pods -l tier=frontend -o custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[0].name",
    "kubectl delete replicaset frontend --cascade=orphan",
    "make the ReplicaSet frontend again from its file",
    "kubectl run extra --image=nginx --labels=app=guestbook,tier=frontend",
  ],
  baseline: () => [
    object(
      "ReplicaSet",
      "frontend",
      {
        spec: {
          replicas: 3,
          selector: { matchLabels: { tier: "frontend" } },
          template: {
            metadata: { labels },
            spec: {
              containers: [
                {
                  name: "php-redis",
                  image: images.guestbook,
                  ports: [{ containerPort: 80 }],
                  ...asks(100, 100),
                },
              ],
            },
          },
        },
      },
      { labels },
    ),
  ],
});
