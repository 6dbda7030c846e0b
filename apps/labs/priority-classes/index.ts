import { defineLab } from "../define";
import { object, podsOf, type PodSpec } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

export const priorityNamespace = "priority-lab";

/** Something that a node has one of. Source: Kubernetes, "Advertise Extended Resources for a Node". */
export const dongle = "course.example/dongle";

const needsDongle = (name: string, priorityClassName: string): PodSpec => ({
  priorityClassName,
  terminationGracePeriodSeconds: 5,
  containers: [
    {
      name,
      image: images.nginx,
      resources: {
        requests: { ...small.requests, [dongle]: "1" },
        limits: { ...small.limits, [dongle]: "1" },
      },
    },
  ],
});

const at = { namespace: priorityNamespace };

export const priorityClasses = defineLab({
  name: "priority-classes",
  title: "PriorityClass and preemption",
  day: 2,
  who: "instructor",
  text: [
    "Where there is no room, a pod of a higher priority takes the place of one of a lower. background has the only dongle of the cluster; urgent comes, background goes, and waits until there is one again.",
    "It would take other students' pods as well: so classes are the instructor's, and students' pods have those alone that the classroom's priorityClasses names.",
  ].join("\n"),
  changes: [
    `kubectl patch node NODE --subresource status --type json --patch '[{"op": "add", "path": "/status/capacity/course.example~1dongle", "value": "1"}]'`,
    "kubectl --namespace priority-lab scale deployment urgent --replicas 1, and get pods --watch",
    "kubectl --namespace priority-lab get events --field-selector reason=Preempted",
    "preemptionPolicy: Never, and urgent waits at the head of the queue instead",
  ],
  baseline: () => [],
  shared: () => [
    object("PriorityClass", "lab-low", { value: 100, description: "May be taken the place of." }),
    object("PriorityClass", "lab-high", { value: 1000, description: "Goes before." }),
    object("Namespace", priorityNamespace, {}),
    object(
      "Deployment",
      "background",
      { spec: podsOf({ app: "background" }, needsDongle("background", "lab-low")) },
      at,
    ),
    object(
      "Deployment",
      "urgent",
      // Made with nothing, so that background is there first: scale it to 1.
      { spec: { replicas: 0, ...podsOf({ app: "urgent" }, needsDongle("urgent", "lab-high")) } },
      at,
    ),
  ],
});
