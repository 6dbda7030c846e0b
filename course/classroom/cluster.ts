import { Api } from "../../sandbox/providers/kubernetes/api";
import { parseConfig } from "../../sandbox/providers/kubernetes/config";
import { ApiError } from "../../sandbox/providers/kubernetes/errors";
import { collectionPath } from "../../sandbox/providers/kubernetes/kinds";
import type { connect } from "../../sandbox/providers/kubernetes/kubeconfig";
import { plainConnection } from "../../sandbox/providers/kubernetes/plain-kubeconfig";
import { groupOf, type KubeObject } from "./model";
import { pooled } from "./pool";
import { isControllersGroup } from "./system";

/** A kind of the API server. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  /** As `kubectl get` takes it too. */
  readonly names: readonly string[];
  readonly namespaced: boolean;
}

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly freshness?: "Current" | "Stale";
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: "Namespaced" | "Cluster";
        readonly singularResource?: string;
        readonly shortNames?: readonly string[];
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

interface List {
  readonly items: KubeObject[];
  readonly metadata: { readonly continue?: string };
}

const pageSize = "500";
/** Requests at a time: enough to keep an API server at work, and no more than its share of one for each client. */
export const breadth = 8;

/** What the API server answers when asked for its kinds in one piece. Source: Kubernetes API, apidiscovery.k8s.io/v2. */
const discoveryForm = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

const anyConnection: typeof connect = (source) => {
  // Loaded late: it takes longer than a look at a classroom.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would read it without tsx
  const its = require("../../sandbox/providers/kubernetes/kubeconfig") as {
    connect: typeof connect;
  };
  return its.connect(source);
};

export const open = (kubeconfig: string): Cluster =>
  new Cluster(
    new Api(() =>
      Promise.resolve(plainConnection(kubeconfig) ?? anyConnection(parseConfig({ kubeconfig }))),
    ),
  );

/** The API server, as far as a reset needs it. */
export class Cluster {
  private found: Promise<{ kinds: readonly Kind[]; down: readonly string[] }> | undefined;

  constructor(readonly api: Api) {}

  /** All kinds that can be listed, each in its preferred version, and the groups whose server does not answer. */
  discovered(): Promise<{ kinds: readonly Kind[]; down: readonly string[] }> {
    return (this.found ??= this.discover());
  }

  async kindOf({ apiVersion, kind }: Pick<KubeObject, "apiVersion" | "kind">): Promise<Kind> {
    const { kinds } = await this.discovered();
    const group = groupOf(apiVersion);
    const found = kinds.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
    if (found) return { ...found, apiVersion };
    throw new Error(`the API server knows no ${kind} of ${apiVersion}`);
  }

  async pathOf(object: KubeObject): Promise<string> {
    const kind = await this.kindOf(object);
    const { namespace, name = "" } = object.metadata;
    return `${collectionPath(kind.apiVersion, kind.plural, kind.namespaced ? namespace : undefined)}/${encodeURIComponent(name)}`;
  }

  /** Undefined where there is none. */
  async read(object: KubeObject): Promise<KubeObject | undefined> {
    try {
      return await this.api.request("GET", await this.pathOf(object));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** Every object of a kind, in some namespaces or in all. */
  async list(kind: Kind, namespaces: readonly (string | undefined)[]): Promise<KubeObject[]> {
    const lists = await pooled(namespaces, breadth, (namespace) => this.pages(kind, namespace));
    return lists.flat();
  }

  /** Every object of a kind outside of some namespaces. */
  listOutside(kind: Kind, namespaces: readonly string[]): Promise<KubeObject[]> {
    const fieldSelector = namespaces.map((name) => `metadata.namespace!=${name}`).join(",");
    return this.pages(kind, undefined, fieldSelector === "" ? {} : { fieldSelector });
  }

  private async pages(
    kind: Kind,
    namespace: string | undefined,
    selected: Readonly<Record<string, string>> = {},
  ): Promise<KubeObject[]> {
    const all: KubeObject[] = [];
    for (let from = ""; ;) {
      const query = { ...selected, limit: pageSize, ...(from !== "" && { continue: from }) };
      let list: List;
      try {
        list = await this.page(kind, namespace, query);
      } catch (error) {
        if (from === "" || !(error instanceof ApiError && error.code === 410)) throw error;
        // What the pages were of is compacted away: anew, and in one piece, which no later page can fail.
        return (await this.page(kind, namespace, selected)).items;
      }
      all.push(...list.items);
      from = list.metadata.continue ?? "";
      if (from === "") return all;
    }
  }

  private async page(
    { apiVersion, kind, plural }: Kind,
    namespace: string | undefined,
    query: Readonly<Record<string, string>>,
  ): Promise<List> {
    const path = collectionPath(apiVersion, plural, namespace);
    const list = await this.api.request<List>("GET", path, { query, retries: 2 });
    return { ...list, items: list.items.map((item) => ({ ...item, apiVersion, kind })) };
  }

  private async discover() {
    const answers = await Promise.all(
      ["/api", "/apis"].map((path) =>
        this.api.request<Discovery>("GET", path, { accept: discoveryForm }),
      ),
    );
    const kinds: Kind[] = [];
    const down: string[] = [];
    for (const { metadata, versions } of answers.flatMap(({ items }) => items)) {
      const group = metadata.name ?? "";
      const known = new Set<string>();
      for (const { version, freshness, resources = [] } of versions) {
        const apiVersion = group === "" ? version : `${group}/${version}`;
        if (freshness === "Stale") down.push(apiVersion);
        for (const {
          resource,
          responseKind,
          scope,
          verbs,
          singularResource,
          shortNames,
        } of resources) {
          const kind = responseKind?.kind ?? "";
          if (known.has(resource) || !verbs.includes("list")) continue;
          known.add(resource);
          const names = [
            resource,
            singularResource ?? "",
            kind.toLowerCase(),
            ...(shortNames ?? []),
          ];
          kinds.push({
            apiVersion,
            kind,
            plural: resource,
            names,
            namespaced: scope === "Namespaced",
          });
        }
      }
    }
    return { kinds, down };
  }
}

export const isGone = (error: unknown): boolean => error instanceof ApiError && error.code === 404;

/** Kinds of which a student's namespace can hold something that is theirs. Events tell of what was. */
export const isLookedAt = ({ apiVersion, kind, namespaced }: Kind): boolean =>
  namespaced && kind !== "Event" && !isControllersGroup(groupOf(apiVersion));
