import type { V1Endpoint, V1Pod, V1Service, V1ServicePort } from "@kubernetes/client-node";

import { kubectl, nameOf, note, wrong, type Finding, type World } from "../world";

const portsOf = (pod: V1Pod) =>
  [
    ...(pod.spec?.containers ?? []),
    ...(pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
  ].flatMap(({ ports = [] }) => ports);

/** The number of a Service's port at a pod; undefined where its name stands for none there. */
export function numberAt(
  { port, targetPort, protocol = "TCP" }: V1ServicePort,
  pod: V1Pod,
): number | undefined {
  const target = targetPort ?? port;
  if (typeof target === "number") return target;
  if (/^\d+$/.test(target)) return Number(target);
  return portsOf(pod).find((it) => it.name === target && (it.protocol ?? "TCP") === protocol)
    ?.containerPort;
}

/** Whether each port of a Service leads to one that its pods say they listen on. */
export function portFindings(service: V1Service, pods: readonly V1Pod[], world: World): Finding[] {
  const name = nameOf(service);
  return (service.spec?.ports ?? []).flatMap((port, index) => {
    const [pod] = pods;
    if (!pod) return [];
    const said = portsOf(pod);
    const mend = (target: string) =>
      kubectl(
        world,
        `patch service ${name} --type json -p '[{"op":"add","path":"/spec/ports/${index}/targetPort","value":${target}}]'`,
      );
    const list = said.map(
      (it) => `${it.containerPort}${it.name === undefined ? "" : ` (${it.name})`}`,
    );
    const [first] = said;
    const number = numberAt(port, pod);
    if (number === undefined) {
      const what = `its port ${port.port} leads to one named ${String(port.targetPort)}, and the pods have no such port${list.length > 0 ? `, but ${list.join(", ")}` : ""}`;
      return [wrong(`Service/${name}`, what, mend(first ? String(first.containerPort) : "PORT"))];
    }
    if (
      said.length === 0 ||
      said.some(
        (it) => it.containerPort === number && (it.protocol ?? "TCP") === (port.protocol ?? "TCP"),
      )
    )
      return [];
    // What a pod says of its ports is for people: it may listen on others too.
    const what = `its port ${port.port} leads to ${number}/${port.protocol ?? "TCP"}, and the pods say that they listen on ${list.join(", ")} alone`;
    return [wrong(`Service/${name}`, what, mend(first ? String(first.containerPort) : "PORT"))];
  });
}

/** The API server writes null where there are none, whatever the SDK's type says. */
const endpointsOf = (slice: { readonly endpoints?: readonly V1Endpoint[] | null }) =>
  slice.endpoints ?? [];

/** Whether the ready pods stand behind it: a controller writes that, and students may write it too. */
export function endpointFindings(
  service: V1Service,
  ready: readonly V1Pod[],
  world: World,
): Finding[] {
  const name = nameOf(service);
  const selector = service.spec?.selector ?? {};
  const object = `Service/${name}`;
  if (service.spec?.type === "ExternalName") return [];
  const addresses = world.slices
    .filter(({ metadata }) => metadata?.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(endpointsOf)
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses: list }) => list);
  if (Object.keys(selector).length === 0)
    return addresses.length > 0
      ? []
      : [
          wrong(
            object,
            "has no selector, and nobody has written an EndpointSlice for it: it leads nowhere",
            kubectl(world, `get endpointslices -l kubernetes.io/service-name=${name}`),
          ),
        ];
  const left = ready.filter(({ status }) => !addresses.includes(status?.podIP ?? ""));
  if (left.length === 0) return [];
  return [
    note(
      object,
      `does not lead to ${left.map(nameOf).join(", ")} yet, which ${left.length === 1 ? "is" : "are"} ready: wait a moment, else kube-controller-manager does not run`,
      kubectl(world, `get endpointslices -l kubernetes.io/service-name=${name}`),
    ),
  ];
}
