import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Authority, newRsaKey, type Subject } from "../certificates";
import { ensureFolder } from "../files";

/** Kubernetes' service network, as EKS chooses it; its first address is the API server's own. */
export const serviceNetwork = "172.20.0.0/16";
const apiServerServiceIp = "172.20.0.1";

interface Named extends Subject {
  readonly name: string;
}

/** Who may speak to the API server, and as whom. Each key is in a file of its own, for its owner only. */
const clients: readonly Named[] = [
  { name: "admin", commonName: "kubernetes-admin", organization: "system:masters" },
  { name: "kube-controller-manager", commonName: "system:kube-controller-manager" },
  { name: "kube-scheduler", commonName: "system:kube-scheduler" },
  // Plays kubelets, load balancers and storage: no role of Kubernetes' own covers that.
  { name: "kwok", commonName: "kwok", organization: "system:masters" },
  // The API server as client of etcd and of the kubelets.
  { name: "kube-apiserver", commonName: "kube-apiserver" },
];

/** The certificate of the API server, etcd and the simulated kubelets: all three are this machine's loopback. */
const server: Named = { name: "server", commonName: "localhost" };
const serverNames = [
  "localhost",
  ...["", ".default", ".default.svc", ".default.svc.cluster.local"].map(
    (end) => `kubernetes${end}`,
  ),
];
const serverAddresses = ["127.0.0.1", apiServerServiceIp];

const dnsName = 2;
const ipAddress = 7;
const serverAltNames = [
  ...serverNames.map((value) => ({ type: dnsName, value })),
  ...serverAddresses.map((ip) => ({ type: ipAddress, ip })),
];

/** Makes the keys and certificates of a control plane once. */
export const ensurePki = (folder: string): Promise<void> => ensureFolder(folder, makeAll);

/** A word that changes when the certificates do. */
export function pkiFingerprint(folder: string): string {
  return new X509Certificate(readFileSync(join(folder, "ca.crt"))).fingerprint256;
}

async function makeAll(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const authority = async (name: string, commonName: string) => {
    const made = await Authority.make({ commonName });
    files[`${name}.key`] = made.key.pem;
    files[`${name}.crt`] = made.pem;
    return async ({ name: leaf, ...subject }: Named, names: readonly object[] = []) => {
      const { pem, publicPem } = await newRsaKey();
      files[`${leaf}.key`] = pem;
      files[`${leaf}.crt`] = await made.sign(subject, publicPem, names);
    };
  };
  const [sign, signFrontProxy, accounts] = await Promise.all([
    authority("ca", "kubernetes"),
    authority("front-proxy-ca", "front-proxy"),
    newRsaKey(),
  ]);
  // Signs the tokens of ServiceAccounts.
  files["service-account.key"] = accounts.pem;
  await Promise.all([
    sign(server, serverAltNames),
    ...clients.map((client) => sign(client)),
    signFrontProxy({ name: "front-proxy", commonName: "front-proxy" }),
  ]);
  return files;
}
