import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

const main = { name: "main", image: images.nginx, resources: small } as const;
const account = "build-robot";

export const serviceAccounts = defineLab({
  name: "service-accounts",
  title: "ServiceAccount: who a pod is",
  day: 2,
  who: "student",
  text: [
    "A pod calls the API server as its service account, with a token that lasts an hour and is renewed in its file. robot gets one; mute gets none; audience gets one that only the vault believes.",
    "Tokens in Secrets, which never ended, are no longer made by themselves since Kubernetes 1.24.",
  ].join("\n"),
  changes: [
    "kubectl exec robot -- cat /var/run/secrets/kubernetes.io/serviceaccount/token",
    "kubectl exec mute -- ls /var/run/secrets: there is nothing",
    `kubectl create token ${account} --duration 10m`,
  ],
  baseline: () => [],
  makes: () => [
    object("ServiceAccount", account, {}),
    object("Pod", "robot", { spec: { serviceAccountName: account, containers: [main] } }),
    object("Pod", "mute", {
      spec: {
        serviceAccountName: account,
        automountServiceAccountToken: false,
        containers: [main],
      },
    }),
    object("Pod", "audience", {
      spec: {
        serviceAccountName: account,
        automountServiceAccountToken: false,
        containers: [
          { ...main, volumeMounts: [{ name: "token", mountPath: "/run/vault", readOnly: true }] },
        ],
        volumes: [
          {
            name: "token",
            projected: {
              sources: [
                {
                  serviceAccountToken: { audience: "vault", expirationSeconds: 600, path: "token" },
                },
              ],
            },
          },
        ],
      },
    }),
  ],
  notShown: ["the files in the containers"],
});
