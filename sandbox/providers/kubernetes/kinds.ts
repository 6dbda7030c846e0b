import type { Api } from "./api";
import { ApiError, UnknownKindError } from "./errors";
import type { KubeObject } from "./objects";

/** Where the API server keeps the objects of one kind. */
export interface Kind {
  readonly namespaced: boolean;
  /** Path of all objects of the kind, or of those in one namespace. */
  collection(namespace?: string): string;
}

/** Groups whose kinds are Kubernetes' own: their paths follow one rule, so that no request is needed to know them. */
const builtIn =
  /^(?:v1|(?:admissionregistration\.k8s\.io|apiextensions\.k8s\.io|apiregistration\.k8s\.io|apps|autoscaling|batch|certificates\.k8s\.io|coordination\.k8s\.io|discovery\.k8s\.io|events\.k8s\.io|flowcontrol\.apiserver\.k8s\.io|networking\.k8s\.io|node\.k8s\.io|policy|rbac\.authorization\.k8s\.io|resource\.k8s\.io|scheduling\.k8s\.io|storage\.k8s\.io)\/v[0-9a-z]+)$/;

/** The kinds of those groups that stand outside namespaces. Source: `kubectl api-resources --namespaced=false` of v1.36.3. */
const clusterScoped = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "DeviceTaintRule",
  "FlowSchema",
  "IPAddress",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Finds the paths of kinds: Kubernetes' own by rule, all others by asking the API server once a group and version. */
export class Kinds {
  readonly #discovered = new Map<string, Promise<ApiResource[]>>();

  constructor(private readonly api: Api) {}

  async of({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Promise<Kind> {
    if (builtIn.test(apiVersion)) return at(apiVersion, plural(kind), !clusterScoped.has(kind));
    const found = await this.#find(apiVersion, kind);
    if (!found) throw new UnknownKindError(apiVersion, kind);
    return at(apiVersion, found.name, found.namespaced);
  }

  /** Whether objects of the kind stand in namespaces; a kind that is yet unknown is taken to. Source: pulumi-kubernetes provider.go Check. */
  async namespaced(object: Pick<KubeObject, "apiVersion" | "kind">): Promise<boolean> {
    try {
      return (await this.of(object)).namespaced;
    } catch (error) {
      if (error instanceof UnknownKindError) return true;
      throw error;
    }
  }

  async pathOf(object: KubeObject): Promise<string> {
    const kind = await this.of(object);
    const collection = kind.collection(kind.namespaced ? object.metadata.namespace : undefined);
    return `${collection}/${encodeURIComponent(object.metadata.name ?? "")}`;
  }

  async #find(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
    const known = this.#discovered.get(apiVersion);
    const search = async (list: Promise<ApiResource[]>) =>
      (await list).find((one) => one.kind === kind && !one.name.includes("/"));
    const found = known && (await search(known));
    if (found) return found;
    // What was not there before may be there now: CRDs are created while this process runs.
    const fresh = this.#discover(apiVersion);
    this.#discovered.set(apiVersion, fresh);
    return search(fresh).catch((error: unknown) => {
      this.#discovered.delete(apiVersion);
      throw error;
    });
  }

  async #discover(apiVersion: string): Promise<ApiResource[]> {
    try {
      const list = await this.api.request<{ resources: ApiResource[] }>("GET", root(apiVersion));
      return list.resources;
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return [];
      throw error;
    }
  }
}

const root = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

/** @param resource the kind's plural, as in paths */
export const collectionPath = (apiVersion: string, resource: string, namespace?: string): string =>
  namespace
    ? `${root(apiVersion)}/namespaces/${encodeURIComponent(namespace)}/${resource}`
    : `${root(apiVersion)}/${resource}`;

const at = (apiVersion: string, resource: string, namespaced: boolean): Kind => ({
  namespaced,
  collection: (namespace) => collectionPath(apiVersion, resource, namespace),
});

function plural(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === "endpoints") return lower;
  if (/(?:s|ch|x)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
