import { createHmac } from "node:crypto";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { checkPassword } from "./rules";

/** The password, marked as secret and checked as soon as it is known. */
export const secretPassword = (password: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.secret(pulumi.output(password).apply(checkPassword));

const suffixLength = 10;

/**
 * A Secret that is named after its content: another password or address makes a new one, pods that
 * name it roll, and the old one stays for the old pods. The hash is keyed with the password, which is
 * long: the name gives nothing away.
 */
export function contentSecret(
  name: string,
  base: string,
  namespace: pulumi.Input<string>,
  password: pulumi.Output<string>,
  values: pulumi.Input<Record<string, pulumi.Input<string>>>,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const stringData = pulumi.secret(pulumi.output(values));
  const objectName = pulumi.all([stringData, password]).apply(([plain, key]) => {
    const content = JSON.stringify(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1)));
    const hash = createHmac("sha256", key).update(content).digest("hex");
    return `${base}-${hash.slice(0, suffixLength)}`;
  });
  return new k8s.core.v1.Secret(
    name,
    {
      metadata: { name: pulumi.unsecret(objectName), namespace, labels: { app: base } },
      immutable: true,
      type: "Opaque",
      stringData,
    },
    opts,
  );
}
