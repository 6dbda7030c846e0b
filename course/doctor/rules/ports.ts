import type { V1Endpoint, V1Pod, V1Service, V1ServicePort } from "@kubernetes/client-node";

import { grouped, kubectl, nameOf, namesOf, note, wrong, type Finding, type World } from "../world";

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
  const staying = pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  return (service.spec?.ports ?? []).flatMap((port, index) =>
    grouped(staying, (pod) => misledBy(port, pod)).map(({ answer, items }) => {
      const { leadsTo, lack, target } = answer;
      const all = items.length === staying.length;
      const who = all ? "the pods" : namesOf(items);
      return wrong(
        `Service/${name}`,
        `its port ${port.port} leads to ${leadsTo}, and ${who} ${lack[all || items.length > 1 ? "many" : "one"]}`,
        kubectl(
          world,
          `patch service ${name} --type json -p '[{"op":"add","path":"/spec/ports/${index}/targetPort","value":${target}}]'`,
        ),
      );
    }),
  );
}

/** Where a Service's port leads at a pod that says nothing of such a port; undefined where all is well. */
function misledBy(port: V1ServicePort, pod: V1Pod) {
  const said = portsOf(pod);
  const list = said
    .map((it) => `${it.containerPort}${it.name === undefined ? "" : ` (${it.name})`}`)
    .join(", ");
  const target = String(said[0]?.containerPort ?? "PORT");
  const number = numberAt(port, pod);
  if (number === undefined) {
    const but = list === "" ? "" : `, but ${list}`;
    const lack = { one: `has no such port${but}`, many: `have no such port${but}` };
    return { leadsTo: `one named ${String(port.targetPort)}`, lack, target };
  }
  const { protocol = "TCP" } = port;
  // What a pod says of its ports is for people: one that says nothing may listen on any.
  if (
    said.length === 0 ||
    said.some((it) => it.containerPort === number && (it.protocol ?? "TCP") === protocol)
  )
    return undefined;
  const lack = {
    one: `says that it listens on ${list} alone`,
    many: `say that they listen on ${list} alone`,
  };
  return { leadsTo: `${number}/${protocol}`, lack, target };
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
  // With one that it leads to, it is reached.
  const say = addresses.length > 0 ? note : wrong;
  return [
    say(
      object,
      `does not lead to ${left.map(nameOf).join(", ")} yet, which ${left.length === 1 ? "is" : "are"} ready: wait a moment, else kube-controller-manager does not run`,
      kubectl(world, `get endpointslices -l kubernetes.io/service-name=${name}`),
    ),
  ];
}
