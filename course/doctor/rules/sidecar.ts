import type { V1Pod } from "@kubernetes/client-node";

import { selects } from "../../../components/classroom/evaluate";
import type { Labels } from "../../../components/classroom/network-policy";
import { nameOf } from "../world";

/** Where policies stand that hold for the whole mesh. */
export { systemNamespace as rootNamespace } from "../../../components/istio-mesh/names";

/** A container that the injector made, or its mark. */
export const hasSidecar = ({ metadata, spec }: V1Pod): boolean =>
  [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some(
    ({ name }) => name === "istio-proxy",
  ) || metadata?.labels?.["security.istio.io/tlsMode"] === "istio";

interface ForPods {
  readonly metadata: { readonly name: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Labels } };
}

export const isFor = ({ spec }: ForPods, pod: V1Pod): boolean =>
  selects({ matchLabels: spec?.selector?.matchLabels ?? {} }, pod.metadata?.labels ?? {});

/** Which of a Service's pods are meant; nothing where it is all of them. */
export const atPods = (some: readonly V1Pod[], all: readonly V1Pod[]): string =>
  some.length === all.length ? "" : ` at ${some.map(nameOf).join(", ")}`;
