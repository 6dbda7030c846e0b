import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { shell } from "../parts";

export const secrets = defineLab({
  name: "secrets",
  title: "Secret: hello-secret and db-password",
  day: 2,
  who: "student",
  text: [
    "A Secret is a ConfigMap for what not everybody may read: rights to Secrets are apart, and nodes keep them in memory alone.",
    "Base64 is no encryption. hello-secret is read as a variable; db-password as files which their owner alone may read, mode 0600.",
    "The values here are the course's, and secret to nobody.",
  ].join("\n"),
  changes: [
    "kubectl create secret generic db-password --from-literal=password.txt=for-the-course-only",
    "a Deployment db-client that has db-password at /tmp/db-password with defaultMode 0600",
    "kubectl get secret hello-secret -o jsonpath={.data.language}",
    "kubectl exec deploy/db-client -- ls -lL /tmp/db-password",
  ],
  baseline: () => [
    object("Secret", "hello-secret", { type: "Opaque", stringData: { language: "typescript" } }),
    object("Deployment", "hello-secret", {
      spec: podsOf(
        { app: "hello-secret" },
        {
          containers: [
            shell("echo $LANGUAGE; sleep infinity", {
              env: [
                {
                  name: "LANGUAGE",
                  valueFrom: { secretKeyRef: { name: "hello-secret", key: "language" } },
                },
              ],
            }),
          ],
        },
      ),
    }),
  ],
  makes: () => [
    object("Secret", "db-password", {
      type: "Opaque",
      stringData: { "password.txt": "for-the-course-only" },
    }),
    object("Deployment", "db-client", {
      spec: podsOf(
        { app: "db-client" },
        {
          containers: [
            shell("ls -lL /tmp/db-password; sleep infinity", {
              volumeMounts: [{ name: "password", mountPath: "/tmp/db-password", readOnly: true }],
            }),
          ],
          volumes: [
            { name: "password", secret: { secretName: "db-password", defaultMode: 0o600 } },
          ],
        },
      ),
    }),
  ],
  notShown: ["the variable's value, the files and their mode: a simulated pod mounts nothing"],
});
