import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

export const securityContext = defineLab({
  name: "security-context",
  title: "Security context: user, group, capabilities, read-only files",
  day: 2,
  who: "student",
  text: [
    "security-context-demo runs as user 1000, its files belong to group 2000, it can gain no rights and writes nothing but its own folder: what Pod Security calls restricted.",
    "The namespace lets baseline in and warns of whatever is less than restricted; privileged pods, host networks and added capabilities are refused.",
    "PodSecurityPolicy, which did this in older clusters, ended with Kubernetes 1.25.",
  ].join("\n"),
  changes: [
    "kubectl exec security-context-demo -- id",
    'kubectl run bare --image nginx: Warning: would violate PodSecurity "restricted"',
    'a pod with privileged: true: violates PodSecurity "baseline"',
    "kubectl exec security-context-demo -- touch /x: Read-only file system",
  ],
  baseline: () => [],
  makes: () => [
    object("Pod", "security-context-demo", {
      spec: {
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 3000,
          fsGroup: 2000,
          seccompProfile: { type: "RuntimeDefault" },
        },
        containers: [
          {
            name: "demo",
            image: images.busybox,
            command: ["sh", "-c", "sleep 1h"],
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ["ALL"] },
            },
            volumeMounts: [{ name: "data", mountPath: "/data/demo" }],
            resources: small,
          },
        ],
        volumes: [{ name: "data", emptyDir: {} }],
      },
    }),
  ],
  notShown: ["the user, the group and the files of a real container"],
});
