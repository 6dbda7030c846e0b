import assert from "node:assert/strict";

import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import type { IstioSpecs } from "../../../components/istio-api";
import type { IstioMeshArgs } from "../../../components/istio-mesh";
import type { Recorded, Run } from "../../mocks";

/** Stands for the AWS Load Balancer Controller. */
export const controller = (): pulumi.Resource => new k8s.core.v1.ConfigMap("controller");

export const plain = { mtls: { mode: "STRICT" }, outbound: "ALLOW_ANY" } as const;

/** Small as it gets: no gateway. */
export const bare: IstioMeshArgs = { ...plain, ingressGateway: false };

/** Asserts one sentence that names the argument, its value and what to do. */
export const refusal = (argument: string, value: unknown, fix: RegExp) => (error: Error) => {
  const start = `${argument} is ${value === undefined ? "missing" : JSON.stringify(value)}: `;
  return error.message.startsWith(start) && fix.test(error.message.slice(start.length));
};

interface Release<Values> extends Recorded {
  readonly inputs: {
    readonly name: string;
    readonly chart: string;
    readonly version: string;
    readonly namespace: string;
    readonly repositoryOpts: unknown;
    readonly values: Values;
  };
}

export const release = <Values>(result: Run, name: string): Release<Values> =>
  result.one("kubernetes:helm.sh/v3:Release", name) as Release<Values>;

interface Made<Spec> extends Recorded {
  readonly inputs: {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: Spec;
  };
}

/** The objects of one of Istio's kinds. */
export const istio = <Kind extends keyof IstioSpecs>(
  result: Run,
  kind: Kind,
): Made<IstioSpecs[Kind]>[] =>
  result.resources.filter(
    ({ type }) => type.includes("istio.io/v1:") && type.endsWith(`:${kind}`),
  ) as Made<IstioSpecs[Kind]>[];

/** The only object of a kind. */
export function only<Kind extends keyof IstioSpecs>(
  result: Run,
  kind: Kind,
): Made<IstioSpecs[Kind]> {
  const [first, ...others] = istio(result, kind);
  assert.ok(first && others.length === 0, `one ${kind}`);
  return first;
}

export const waitsFor = (resource: Recorded, name: string): boolean =>
  resource.dependencies.some((urn) => urn.endsWith(`::${name}`));
