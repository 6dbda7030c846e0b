import { studentGroup } from "../../components/cluster/student-group";
import { at, listAt, textAt } from "../../sandbox/providers/kubernetes/objects";
import type { KubeObject } from "./model";

/** Kinds outside of namespaces, and elsewhere, of which an object can be one student's and nobody else's. */
export const foreignKinds = [
  "ClusterRoleBinding",
  "RoleBinding",
  "ValidatingWebhookConfiguration",
  "MutatingWebhookConfiguration",
  "ValidatingAdmissionPolicyBinding",
  "MutatingAdmissionPolicyBinding",
  "APIService",
] as const;

const namespaceName = "kubernetes.io/metadata.name";

/**
 * The one student that an object outside of all students' namespaces is about: rights that are theirs alone, a webhook or
 * an API that is served from their namespace, or rules for their namespace alone. Students' rights let them make none of
 * it; one who was given more for a while may have.
 */
export function studentOf(object: KubeObject): string | undefined {
  switch (object.kind) {
    case "ClusterRoleBinding":
    case "RoleBinding":
      return onlyOne(listAt(object, "subjects").map(studentBehind));
    case "ValidatingWebhookConfiguration":
    case "MutatingWebhookConfiguration":
      return onlyOne(
        listAt(object, "webhooks").map(
          (hook) =>
            textAt(hook, "clientConfig", "service", "namespace") ||
            namespaceIn(at(hook, "namespaceSelector")),
        ),
      );
    case "ValidatingAdmissionPolicyBinding":
    case "MutatingAdmissionPolicyBinding":
      return namespaceIn(at(object, "spec", "matchResources", "namespaceSelector"));
    case "APIService":
      return textAt(object, "spec", "service", "namespace") || undefined;
    default:
      return undefined;
  }
}

function studentBehind(subject: unknown): string | undefined {
  if (textAt(subject, "kind") === "ServiceAccount") return textAt(subject, "namespace");
  const name = textAt(subject, "name");
  // A service account by the name under which it logs in, as `kubectl create clusterrolebinding --user` takes it.
  const [, account] = /^system:serviceaccount:([^:]+):/.exec(name) ?? [];
  if (account !== undefined) return account;
  for (const prefix of [studentGroup(""), "system:serviceaccounts:"])
    if (name.startsWith(prefix)) return name.slice(prefix.length);
  return undefined;
}

/** The namespace that a selector takes, if it takes one alone, by name. */
function namespaceIn(selector: unknown): string | undefined {
  const label = at(selector, "matchLabels", namespaceName);
  if (typeof label === "string") return label;
  const named = listAt(selector, "matchExpressions").find(
    (one) => at(one, "key") === namespaceName && at(one, "operator") === "In",
  );
  const values = listAt(named, "values");
  return values.length === 1 ? String(values[0]) : undefined;
}

function onlyOne(found: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(found);
  return others.length === 0 ? first : undefined;
}
