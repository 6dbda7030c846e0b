import type { Made, Making, Problem, Props, ResourceTable } from "../types";
import { isUnknown, listOf, quote } from "../values";
import { addOnSkewRefusal } from "./eks-skew";
import { bornAt, idOf, prefixedId, refer, types, uuid } from "./shapes";

const api = "Amazon EKS API Reference";
const noCluster = refer("clusterName", types.cluster, "ResourceNotFoundException");

const partArn = (made: Making, kind: string, property: string) =>
  made.arn("eks", `${kind}/${made.text("clusterName")}/${made.text(property)}/${uuid(made)}`);

const times = { createdAt: bornAt, modifiedAt: bornAt };

function configurationProblems({ configurationValues: values }: Props): Problem[] {
  if (typeof values !== "string" || isUnknown(values) || !values.trimStart().startsWith("{")) {
    return [];
  }
  try {
    JSON.parse(values);
    return [];
  } catch {
    return [{ property: "configurationValues", reason: `${quote(values)} is no JSON` }];
  }
}

function policyArnProblems({ policyArn }: Props): Problem[] {
  if (typeof policyArn !== "string" || isUnknown(policyArn)) return [];
  if (/^arn:aws[\w-]*:eks::aws:cluster-access-policy\/Amazon\w+$/.test(policyArn)) return [];
  const reason = `${quote(policyArn)} is no access policy of EKS; one looks like arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy`;
  return [{ property: "policyArn", reason }];
}

const principalKind = (made: Made) =>
  made.text("principalArn").includes(":user/") ? "user" : "role";

/** Add-ons, and who may do what in a cluster. Which inputs replace: terraform-provider-aws, internal/service/eks. */
export const eksAccess: ResourceTable = {
  "aws:eks/addon:Addon": {
    id: idOf(":", "clusterName", "addonName"),
    tagged: true,
    outputs: (made) => ({ arn: partArn(made, "addon", "addonName"), ...times }),
    replace: ["addonName", "clusterName"],
    computed: ["addonVersion", "configurationValues"],
    rules: {
      oneOf: {
        resolveConflictsOnCreate: ["NONE", "OVERWRITE"],
        resolveConflictsOnUpdate: ["NONE", "OVERWRITE", "PRESERVE"],
      },
      source: `${api}, CreateAddon`,
    },
    check: configurationProblems,
    unique: { by: ["clusterName", "addonName"], code: "ResourceInUseException" },
    references: [noCluster],
    admit: addOnSkewRefusal,
  },
  "aws:eks/accessEntry:AccessEntry": {
    id: idOf(":", "clusterName", "principalArn"),
    tagged: true,
    defaults: { type: "STANDARD" },
    outputs: (made) => ({
      accessEntryArn: made.arn(
        "eks",
        `access-entry/${made.text("clusterName")}/${principalKind(made)}/${made.accountId}/${made.text("principalArn").split("/").at(-1) ?? ""}/${uuid(made)}`,
      ),
      kubernetesGroups: made.inputs.kubernetesGroups ?? [],
      userName: made.text("userName") || made.text("principalArn"),
      ...times,
    }),
    replace: ["clusterName", "principalArn", "type"],
    computed: ["kubernetesGroups", "userName"],
    rules: {
      oneOf: {
        type: [
          "STANDARD",
          "EC2_LINUX",
          "EC2_WINDOWS",
          "FARGATE_LINUX",
          "EC2",
          "HYBRID_LINUX",
          "HYPERPOD_LINUX",
        ],
      },
      source: `${api}, CreateAccessEntry`,
    },
    check: ({ kubernetesGroups }) =>
      listOf(kubernetesGroups).flatMap((group, index) =>
        typeof group === "string" && group.startsWith("system:")
          ? [
              {
                property: `kubernetesGroups[${index}]`,
                reason: `${quote(group)} is not allowed; groups that start with system: are Kubernetes's own`,
              },
            ]
          : [],
      ),
    unique: { by: ["clusterName", "principalArn"], code: "ResourceInUseException" },
    references: [noCluster],
  },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    id: idOf("#", "clusterName", "principalArn", "policyArn"),
    outputs: () => ({ associatedAt: bornAt, modifiedAt: bornAt }),
    replace: ["accessScope", "clusterName", "policyArn", "principalArn"],
    rules: {
      oneOf: { "accessScope.type": ["cluster", "namespace"] },
      source: `${api}, AssociateAccessPolicy`,
    },
    check: policyArnProblems,
    references: [
      noCluster,
      {
        type: "aws:eks/accessEntry:AccessEntry",
        property: "principalArn",
        by: "principalArn",
        code: "ResourceNotFoundException",
      },
    ],
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    id: prefixedId("a"),
    tagged: true,
    outputs: (made) => ({
      associationId: made.id,
      associationArn: made.arn(
        "eks",
        `podidentityassociation/${made.text("clusterName")}/${made.id}`,
      ),
      externalId: "",
    }),
    replace: ["clusterName", "namespace", "serviceAccount"],
    unique: {
      by: ["clusterName", "namespace", "serviceAccount"],
      code: "ResourceInUseException",
    },
    references: [noCluster, refer("roleArn", types.role, "InvalidParameterException")],
  },
};
