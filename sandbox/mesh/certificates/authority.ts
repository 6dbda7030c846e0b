import { generateKeyPair } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const validYears = 10;

/**
 * Makes the mesh's own certificate authority once, in the files that istiod takes one from. Without them it would keep one in
 * a Secret of a namespace that may not be there yet. The folder appears whole or not at all.
 */
export async function ensureAuthority(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const { default: forge } = await import("node-forge");
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
  });
  const key = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(
    publicKey.export({ type: "spki", format: "pem" }).toString(),
  );
  made.serialNumber = "01";
  made.validity.notBefore = new Date(Date.now() - 3_600_000);
  made.validity.notAfter = new Date(Date.now() + validYears * 365 * 86_400_000);
  const name = [
    { shortName: "O", value: "cluster.local" },
    { shortName: "CN", value: "mesh" },
  ];
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([
    { name: "basicConstraints", cA: true, critical: true },
    { name: "keyUsage", keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    { name: "subjectKeyIdentifier" },
  ]);
  made.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(made);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const files = {
    "ca-key.pem": key,
    "ca-cert.pem": pem,
    "root-cert.pem": pem,
    "cert-chain.pem": pem,
  };
  for (const [file, text] of Object.entries(files))
    writeFileSync(join(part, file), text, { mode: 0o600 });
  renameSync(part, folder);
}
