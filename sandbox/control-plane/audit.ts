import { stringify } from "yaml";

/**
 * What the API server notes of who wrote what, without contents: writes of people and programs. Reads are many, and
 * what the control plane and the simulated nodes write follows from those writes.
 */
export const auditPolicy = stringify({
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", verbs: ["get", "list", "watch"] },
    {
      level: "None",
      users: [
        "system:apiserver",
        "system:kube-controller-manager",
        "system:kube-scheduler",
        "kwok",
      ],
    },
    { level: "None", userGroups: ["system:nodes", "system:serviceaccounts:kube-system"] },
    { level: "Metadata" },
  ],
});
