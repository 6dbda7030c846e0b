import { readFileSync } from "node:fs";

import { parse, stringify } from "yaml";

/** How a student says who they are. */
export type Login =
  | { readonly by: "token"; readonly token: string }
  /** By the AWS credentials of whoever runs kubectl: the file holds no secret. */
  | { readonly by: "aws"; readonly clusterName: string; readonly region: string };

interface Cluster {
  readonly server: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
}

/** The instructor's kubeconfig made a student's: the same cluster, whole in itself, and nothing of the instructor's own. */
export function studentKubeconfig(instructors: string, student: string, login: Login): string {
  const { clusters } = parse(instructors) as { clusters: { name: string; cluster: Cluster }[] };
  const [first] = clusters;
  if (!first) throw new Error("the kubeconfig of the stack names no cluster");
  const { name, cluster } = first;
  const file = cluster["certificate-authority"];
  const authority =
    file === undefined
      ? cluster["certificate-authority-data"]
      : readFileSync(file).toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: cluster.server,
          ...(authority !== undefined && { "certificate-authority-data": authority }),
        },
      },
    ],
    users: [{ name: student, user: userOf(login) }],
    contexts: [{ name: student, context: { cluster: name, user: student, namespace: student } }],
    "current-context": student,
  });
}

const userOf = (login: Login): object =>
  login.by === "token"
    ? { token: login.token }
    : {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "aws",
          args: [
            ...["eks", "get-token", "--output", "json"],
            ...["--region", login.region, "--cluster-name", login.clusterName],
          ],
          interactiveMode: "IfAvailable",
        },
      };
