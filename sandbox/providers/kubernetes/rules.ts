import type { ProviderConfig } from "./config";
import { isSecretObject, type KubeObject } from "./objects";

/**
 * The fields whose change the API refuses: an object with another value there must be made anew.
 * Source: pulumi-kubernetes provider/diff.go (its rules, so that both providers replace alike); what it does not list, a dry-run tells.
 */
export function replacingFields(
  object: KubeObject,
  config: Pick<ProviderConfig, "configMapsMutable" | "secretsMutable">,
): readonly string[] {
  const identity = ["metadata.name", "metadata.namespace"];
  const frozen = object.immutable === true;
  if (isSecretObject(object))
    return [
      ...identity,
      "type",
      ...(config.secretsMutable && !frozen ? [] : ["data", "stringData"]),
    ];
  if (object.apiVersion === "v1" && object.kind === "ConfigMap")
    return [...identity, ...(config.configMapsMutable && !frozen ? [] : ["data", "binaryData"])];
  return [...identity, ...(byKind[`${object.apiVersion}/${object.kind}`] ?? [])];
}

const under = (prefix: string, fields: string) =>
  fields.split(/\s+/).map((field) => `${prefix}.${field}`);

const containerFields =
  "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir";

const byKind: Readonly<Record<string, readonly string[]>> = {
  "apps/v1/DaemonSet": ["spec.selector"],
  "apps/v1/Deployment": ["spec.selector"],
  "apps/v1/StatefulSet": under(
    "spec",
    "podManagementPolicy revisionHistoryLimit selector serviceName volumeClaimTemplates",
  ),
  "batch/v1/Job": under("spec", "completions parallelism selector template"),
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1/RoleBinding": ["roleRef"],
  "storage.k8s.io/v1/StorageClass": ["parameters", "provisioner"],
  "v1/PersistentVolume": under(
    "spec",
    "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume",
  ),
  "v1/PersistentVolumeClaim": under("spec", "accessModes selector storageClassName volumeName"),
  "v1/Pod": [
    ...under(
      "spec",
      "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain terminationGracePeriodSeconds volumes",
    ),
    ...under("spec.containers[*]", containerFields),
    ...under("spec.initContainers[*]", containerFields),
  ],
  "v1/ResourceQuota": ["spec.scopes"],
  "v1/Service": ["spec.clusterIP"],
};

/** Whether a change at `path` (`spec.ports[0].port`) touches a field of the rules, or holds one. */
export function touches(path: string, fields: readonly string[]): boolean {
  const general = path.replace(/\[\d+\]/g, "[*]");
  return fields.some((field) => within(general, field) || within(field, general));
}

const within = (path: string, field: string): boolean =>
  path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
