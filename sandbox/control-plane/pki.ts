import { generateKeyPair, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import type { pki } from "node-forge";

/** Kubernetes' service network, as EKS chooses it; its first address is the API server's own. */
export const serviceNetwork = "172.20.0.0/16";
const apiServerServiceIp = "172.20.0.1";

const validYears = 10;

interface Subject {
  readonly name: string;
  readonly commonName: string;
  readonly organization?: string;
}

/** Who may speak to the API server, and as whom. Each key is in a file of its own, for its owner only. */
const clients: readonly Subject[] = [
  { name: "admin", commonName: "kubernetes-admin", organization: "system:masters" },
  { name: "kube-controller-manager", commonName: "system:kube-controller-manager" },
  { name: "kube-scheduler", commonName: "system:kube-scheduler" },
  // Plays kubelets, load balancers and storage: no role of Kubernetes' own covers that.
  { name: "kwok", commonName: "kwok", organization: "system:masters" },
  // The API server as client of etcd and of the kubelets.
  { name: "kube-apiserver", commonName: "kube-apiserver" },
];

/** The certificate of the API server, etcd and the simulated kubelets: all three are this machine's loopback. */
const server: Subject = { name: "server", commonName: "localhost" };
const serverNames = [
  "localhost",
  ...["", ".default", ".default.svc", ".default.svc.cluster.local"].map(
    (end) => `kubernetes${end}`,
  ),
];
const serverAddresses = ["127.0.0.1", apiServerServiceIp];

/**
 * Makes the keys and certificates of a control plane once.
 * The folder appears whole or not at all, so that an interrupted start leaves no half set.
 */
export async function ensurePki(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  await makeAll(part);
  renameSync(part, folder);
}

/** A word that changes when the certificates do. */
export function pkiFingerprint(folder: string): string {
  return new X509Certificate(readFileSync(join(folder, "ca.crt"))).fingerprint256;
}

async function makeAll(folder: string): Promise<void> {
  // Only a first start needs the library.
  const { default: forge } = await import("node-forge");
  const generate = promisify(generateKeyPair);
  const newKey = async (name: string) => {
    const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    writeFileSync(join(folder, `${name}.key`), pem, { mode: 0o600 });
    return { pem, publicPem: publicKey.export({ type: "spki", format: "pem" }).toString() };
  };
  const write = (name: string, certificate: pki.Certificate) => {
    writeFileSync(join(folder, `${name}.crt`), forge.pki.certificateToPem(certificate), {
      mode: 0o600,
    });
  };

  const certificate = (subject: Subject, publicPem: string, serial: number) => {
    const made = forge.pki.createCertificate();
    made.publicKey = forge.pki.publicKeyFromPem(publicPem);
    made.serialNumber = serial.toString(16).padStart(2, "0");
    // A clock that is a little behind must not make a new certificate invalid.
    made.validity.notBefore = new Date(Date.now() - 3_600_000);
    made.validity.notAfter = new Date(Date.now() + validYears * 365 * 86_400_000);
    const { commonName, organization } = subject;
    made.setSubject([
      ...(organization === undefined ? [] : [{ shortName: "O", value: organization }]),
      { shortName: "CN", value: commonName },
    ]);
    return made;
  };

  const authority = async (name: string, commonName: string) => {
    const { pem, publicPem } = await newKey(name);
    const key = forge.pki.privateKeyFromPem(pem);
    const made = certificate({ name, commonName }, publicPem, 1);
    made.setIssuer(made.subject.attributes);
    made.setExtensions([
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, digitalSignature: true, critical: true },
      { name: "subjectKeyIdentifier" },
    ]);
    made.sign(key, forge.md.sha256.create());
    write(name, made);
    let serial = 1;
    return async (subject: Subject, names: object[] = []) => {
      const leafKey = await newKey(subject.name);
      const leaf = certificate(subject, leafKey.publicPem, (serial += 1));
      leaf.setIssuer(made.subject.attributes);
      leaf.setExtensions([
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
        // A server's too: etcd calls itself with its own certificate.
        { name: "extKeyUsage", clientAuth: true, serverAuth: names.length > 0 },
        ...(names.length > 0 ? [{ name: "subjectAltName", altNames: names }] : []),
      ]);
      leaf.sign(key, forge.md.sha256.create());
      write(subject.name, leaf);
    };
  };

  const dnsName = 2;
  const ipAddress = 7;
  const [sign, signFrontProxy] = await Promise.all([
    authority("ca", "kubernetes"),
    authority("front-proxy-ca", "front-proxy"),
    // Signs the tokens of ServiceAccounts.
    newKey("service-account"),
  ]);
  await Promise.all([
    sign(server, [
      ...serverNames.map((value) => ({ type: dnsName, value })),
      ...serverAddresses.map((ip) => ({ type: ipAddress, ip })),
    ]),
    ...clients.map((client) => sign(client)),
    signFrontProxy({ name: "front-proxy", commonName: "front-proxy" }),
  ]);
}
