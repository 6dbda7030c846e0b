import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

import type { pki } from "node-forge";

export interface RsaKey {
  readonly pem: string;
  readonly publicPem: string;
}

export async function newRsaKey(): Promise<RsaKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
  });
  return {
    pem: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

/** Only who makes certificates needs the library: it takes a while to load. */
const library = async () => (await import("node-forge")).default;

const validYears = 10;

export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
}

async function unsigned({ commonName, organization }: Subject, publicPem: string, serial: number) {
  const forge = await library();
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicPem);
  made.serialNumber = serial.toString(16).padStart(2, "0");
  // A clock that is a little behind must not make a new certificate invalid.
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + validYears * 365 * 86_400_000);
  made.setSubject([
    ...(organization === undefined ? [] : [{ shortName: "O", value: organization }]),
    { shortName: "CN", value: commonName },
  ]);
  return made;
}

/** A certificate authority that has signed itself. */
export class Authority {
  private serial = 1;

  private constructor(
    readonly key: RsaKey,
    private readonly certificate: pki.Certificate,
    readonly pem: string,
  ) {}

  static async make(subject: Subject): Promise<Authority> {
    const forge = await library();
    const key = await newRsaKey();
    const made = await unsigned(subject, key.publicPem, 1);
    made.setIssuer(made.subject.attributes);
    made.setExtensions([
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "keyUsage",
        keyCertSign: true,
        cRLSign: true,
        digitalSignature: true,
        critical: true,
      },
      { name: "subjectKeyIdentifier" },
    ]);
    made.sign(forge.pki.privateKeyFromPem(key.pem), forge.md.sha256.create());
    return new Authority(key, made, forge.pki.certificateToPem(made));
  }

  /** A certificate for a client; for a server too, where it has names. */
  async sign(subject: Subject, publicPem: string, names: readonly object[] = []): Promise<string> {
    const forge = await library();
    const leaf = await unsigned(subject, publicPem, (this.serial += 1));
    leaf.setIssuer(this.certificate.subject.attributes);
    leaf.setExtensions([
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
      // A server's too: etcd calls itself with its own certificate.
      { name: "extKeyUsage", clientAuth: true, serverAuth: names.length > 0 },
      ...(names.length > 0 ? [{ name: "subjectAltName", altNames: names }] : []),
    ]);
    leaf.sign(forge.pki.privateKeyFromPem(this.key.pem), forge.md.sha256.create());
    return forge.pki.certificateToPem(leaf);
  }
}
