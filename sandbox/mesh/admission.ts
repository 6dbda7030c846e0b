import { readFileSync } from "node:fs";

import type { Api } from "../providers/aws/kube-api";
import { injectLabel, tlsModeLabel, standInAnnotation } from "./pods";
import { appNamespaces, type MeshSettings } from "./settings";

const registration = "/apis/admissionregistration.k8s.io/v1";
const name = "sandbox.twelve-street";

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const plurals: Readonly<Record<string, string>> = {
  ValidatingWebhookConfiguration: "validatingwebhookconfigurations",
  MutatingAdmissionPolicy: "mutatingadmissionpolicies",
  MutatingAdmissionPolicyBinding: "mutatingadmissionpolicybindings",
};

/** istiod judges every object of Istio's, as the chart `base` registers it: what it refuses, or cannot judge, is not taken. */
export const validation = (settings: MeshSettings, port: number): Named => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingWebhookConfiguration",
  metadata: { name: `istiod.${name}` },
  ...{
    webhooks: [
      {
        name: "validation.istio.io",
        clientConfig: {
          url: `https://127.0.0.1:${port.toString()}/validate`,
          caBundle: readFileSync(settings.certificate.ca).toString("base64"),
        },
        rules: [
          {
            operations: ["CREATE", "UPDATE"],
            apiGroups: [
              "security.istio.io",
              "networking.istio.io",
              "telemetry.istio.io",
              "extensions.istio.io",
            ],
            apiVersions: ["*"],
            resources: ["*"],
          },
        ],
        failurePolicy: "Fail",
        timeoutSeconds: 5,
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
      },
    ],
  },
});

/**
 * In place of the injector: it marks each new pod of a namespace in the mesh, so that kwok leaves its readiness to its
 * stand-in. Evaluated by the API server itself; a pod can be made when nothing of the mesh runs.
 */
export function marking(settings: MeshSettings): Named[] {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const add = (field: "annotations" | "labels", key: string, value: string) => ({
    patchType: "ApplyConfiguration",
    applyConfiguration: {
      expression: `Object{metadata: Object.metadata{${field}: {"${key}": "${value}"}}}`,
    },
  });
  const policy = {
    apiVersion,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: `stand-ins.${name}` },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] },
        ],
      },
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      mutations: [
        add("annotations", standInAnnotation, "true"),
        add("labels", tlsModeLabel, "istio"),
      ],
    },
  };
  const namespaces = (...matchExpressions: object[]) => ({
    namespaceSelector: { matchExpressions },
  });
  const silent = ["istio.io/rev", "istio-injection"].map((key) => ({
    key,
    operator: "DoesNotExist",
  }));
  const selectors: Readonly<Record<string, object>> = {
    revision: namespaces({ key: "istio.io/rev", operator: "Exists" }),
    injection: namespaces({ key: "istio-injection", operator: "In", values: ["enabled"] }),
    pods: { ...namespaces(...silent), objectSelector: { matchLabels: { [injectLabel]: "true" } } },
    apps: namespaces({
      key: "kubernetes.io/metadata.name",
      operator: "In",
      values: appNamespaces(settings),
    }),
  };
  const bindings = Object.entries(selectors).map(([suffix, matchResources]) => ({
    apiVersion,
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: `stand-ins-${suffix}.${name}` },
    spec: {
      policyName: policy.metadata.name,
      matchResources,
    },
  }));
  return [policy, ...bindings];
}

/** Puts objects in place of what stands under their names. */
export async function register(api: Api, objects: readonly Named[]): Promise<void> {
  for (const object of objects) {
    const path = pathOf(object);
    const there = await api.call("GET", path);
    if (there === undefined) await api.call("POST", path.slice(0, path.lastIndexOf("/")), object);
    else await api.call("PATCH", path, object);
  }
}

/** Takes all of it away, whatever of it is there. */
export async function unregister(api: Api): Promise<void> {
  const kinds = ["MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy"];
  for (const kind of ["ValidatingWebhookConfiguration", ...kinds]) {
    const folder = `${registration}/${plurals[kind] ?? ""}`;
    const found = await api.call<{ items: Named[] }>("GET", folder);
    for (const { metadata } of found?.items ?? [])
      if (metadata.name.endsWith(`.${name}`))
        await api.call("DELETE", `${folder}/${metadata.name}`);
  }
}

const pathOf = ({ kind, metadata }: Named): string =>
  `${registration}/${plurals[kind] ?? ""}/${metadata.name}`;
