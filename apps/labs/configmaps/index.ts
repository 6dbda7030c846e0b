import { defineLab } from "../define";
import { object, podsOf, type Container } from "../objects";
import { images } from "../pins";

const properties = "myname=twelve-street\nemail=myname@example.com\naddress=seoul\n";

/** A container that tells what it was given, and stays. */
const telling = (what: string, given: Partial<Container>): Container => ({
  name: "main",
  image: images.busybox,
  command: ["sh", "-c", `${what}; sleep infinity`],
  ...given,
});

const variable = (name: string, from: string, key: string): Partial<Container> => ({
  env: [{ name, valueFrom: { configMapKeyRef: { name: from, key } } }],
});

export const configmaps = defineLab({
  name: "configmaps",
  title: "ConfigMap: hello-cm and cm-file",
  day: 2,
  who: "student",
  text: [
    "A ConfigMap keeps settings apart from the image. hello-cm holds one literal, which a container reads as a variable.",
    "cm-file holds a whole file, profile.properties: one pod has it in a variable, another as a file below /tmp/config.",
    "A variable is read once, when the container starts; a mounted file follows the ConfigMap after a while.",
  ].join("\n"),
  changes: [
    "kubectl create configmap cm-file --from-file=profile.properties",
    "a Deployment cm-file-deployment, whose variable PROFILE is cm-file's profile.properties",
    "a Deployment cm-file-volume, which has cm-file at /tmp/config",
    'kubectl patch configmap hello-cm -p {"data":{"language":"go"}}',
    "kubectl rollout restart deployment cm-deployment",
  ],
  baseline: () => [
    object("ConfigMap", "hello-cm", { data: { language: "java" } }),
    object("Deployment", "cm-deployment", {
      spec: podsOf(
        { app: "cm" },
        { containers: [telling("echo $LANGUAGE", variable("LANGUAGE", "hello-cm", "language"))] },
      ),
    }),
  ],
  makes: () => [
    object("ConfigMap", "cm-file", { data: { "profile.properties": properties } }),
    object("Deployment", "cm-file-deployment", {
      spec: podsOf(
        { app: "cm-file" },
        {
          containers: [
            telling("echo $PROFILE", variable("PROFILE", "cm-file", "profile.properties")),
          ],
        },
      ),
    }),
    object("Deployment", "cm-file-volume", {
      spec: podsOf(
        { app: "cm-file-volume" },
        {
          containers: [
            telling("cat /tmp/config/profile.properties", {
              volumeMounts: [{ name: "config", mountPath: "/tmp/config", readOnly: true }],
            }),
          ],
          volumes: [{ name: "config", configMap: { name: "cm-file" } }],
        },
      ),
    }),
  ],
  notShown: ["what the containers print, and that the file below /tmp/config follows"],
});
