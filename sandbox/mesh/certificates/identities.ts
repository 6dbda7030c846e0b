import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

import { Client, credentials, Metadata } from "@grpc/grpc-js";
import forge from "node-forge";

import { newRsaKey } from "../../certificates";
import { Refused, type Api } from "../../providers/aws/kube-api";
import { clusterId } from "../istiod";
import { certificateRequest, readCertificateResponse } from "./messages";

/** What a workload shows of itself, and whom it believes. */
export interface Identity {
  readonly key: string;
  readonly chain: string;
  readonly root: string;
}

const method = "/istio.v1.auth.IstioCertificateService/CreateCertificate";

/** Identities of ServiceAccounts, each signed by istiod for the account's own token, as an agent beside a sidecar asks for it. */
export class Identities {
  private readonly known = new Map<string, Promise<Identity>>();

  constructor(
    private readonly api: Api,
    private readonly istiod: () => string,
    /** Who has signed istiod's own certificate. */
    private readonly authority: string,
  ) {}

  /** Waits until istiod answers and the account is there. */
  of(namespace: string, account: string): Promise<Identity> {
    const name = `${namespace}/${account}`;
    let identity = this.known.get(name);
    if (identity === undefined) {
      identity = this.make(namespace, account);
      this.known.set(name, identity);
    }
    return identity;
  }

  private async make(namespace: string, account: string): Promise<Identity> {
    const { pem: key, publicPem } = await newRsaKey();
    const request = forge.pki.createCertificationRequest();
    request.publicKey = forge.pki.publicKeyFromPem(publicPem);
    // istiod takes the name from the token.
    request.setSubject([]);
    request.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
    const csr = forge.pki.certificationRequestToPem(request);
    for (;;) {
      const signed = await this.sign(csr, namespace, account).catch(() => undefined);
      const root = signed?.at(-1);
      if (signed !== undefined && root !== undefined)
        return { key, chain: signed.slice(0, -1).join(""), root };
      await wait(500);
    }
  }

  private async sign(
    csr: string,
    namespace: string,
    account: string,
  ): Promise<string[] | undefined> {
    const token = await this.tokenOf(namespace, account);
    if (token === undefined) return undefined;
    const metadata = new Metadata();
    metadata.set("authorization", `Bearer ${token}`);
    metadata.set("clusterid", clusterId);
    const client = new Client(this.istiod(), credentials.createSsl(readFileSync(this.authority)));
    try {
      return await new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          method,
          (bytes: Buffer) => bytes,
          readCertificateResponse,
          certificateRequest(csr),
          metadata,
          { deadline: Date.now() + 5_000 },
          (error, answer) => {
            if (error) reject(error);
            else resolve(answer);
          },
        );
      });
    } finally {
      client.close();
    }
  }

  private async tokenOf(namespace: string, account: string): Promise<string | undefined> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const spec = { audiences: ["istio-ca"], expirationSeconds: 3600 };
    const body = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec };
    try {
      const made = await this.api.call<{ status: { token: string } }>("POST", path, body);
      return made?.status.token;
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}
