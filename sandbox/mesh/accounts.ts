import type { Api } from "../providers/aws/kube-api";

const marks = { "app.kubernetes.io/managed-by": "sandbox.twelve-street" };
const folderOf = (namespace: string) => `/api/v1/namespaces/${namespace}/serviceaccounts`;

interface Account {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The account of the ingress gateway, which its chart would bring: without it istiod gives it no certificate. */
export async function keepAccount(api: Api, { namespace, serviceAccount }: Account): Promise<void> {
  const folder = folderOf(namespace);
  if (await api.call("GET", `${folder}/${serviceAccount}`)) return;
  const metadata = { name: serviceAccount, labels: marks };
  await api.call("POST", folder, { metadata });
}

/** Takes the account away again, if it is ours. */
export async function dropAccount(api: Api, { namespace, serviceAccount }: Account): Promise<void> {
  const path = `${folderOf(namespace)}/${serviceAccount}`;
  const there = await api.call<{ metadata: { labels?: Record<string, string> } }>("GET", path);
  if (there?.metadata.labels?.["app.kubernetes.io/managed-by"] === "sandbox.twelve-street")
    await api.call("DELETE", path);
}
