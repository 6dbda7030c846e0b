import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";

import { isTrue } from "../../../sandbox/conditions";
import { kubectl, nameOf, wrong, type Finding, type World } from "../world";

type Say = (pod: V1Pod, container: V1ContainerStatus, world: World) => [string, string];

const describe = (pod: V1Pod, world: World) => kubectl(world, `describe pod ${nameOf(pod)}`);

const cannotPull: Say = (pod, { name, image }, world) => [
  `cannot pull ${image}: there is no such image or tag, or the nodes may not read it`,
  ownerCommand(pod, world, `${name}=REPOSITORY:TAG`),
];

const crashes: Say = (pod, { name, lastState }, world) => [
  `its container ${name} ends again and again${codeOf(lastState?.terminated?.exitCode, lastState?.terminated?.reason)}`,
  kubectl(world, `logs ${nameOf(pod)} -c ${name} --previous`),
];

const lacksSettings: Say = (pod, { name, state }, world) => [
  `its container ${name} cannot be made: ${state?.waiting?.message ?? "a ConfigMap or Secret that it names is not there"}`,
  describe(pod, world),
];

/** Why a container waits, by the kubelet's own words. */
const reasons: Readonly<Record<string, Say>> = {
  ErrImagePull: cannotPull,
  ImagePullBackOff: cannotPull,
  InvalidImageName: cannotPull,
  ErrImageNeverPull: cannotPull,
  CrashLoopBackOff: crashes,
  CreateContainerConfigError: lacksSettings,
  CreateContainerError: lacksSettings,
};

const codeOf = (code: number | undefined, reason: string | undefined): string =>
  code === undefined
    ? ""
    : `, last with code ${code}${reason === "OOMKilled" ? ", for it took more memory than its limit" : ""}`;

function ownerCommand(pod: V1Pod, world: World, image: string): string {
  const owner = pod.metadata?.ownerReferences?.[0];
  if (owner?.kind === "ReplicaSet") {
    const set = world.replicaSets.find((it) => nameOf(it) === owner.name);
    const deployment = set?.metadata?.ownerReferences?.[0]?.name;
    if (deployment !== undefined)
      return kubectl(world, `set image deployment/${deployment} ${image}`);
  }
  const [kind, name] = owner ? [owner.kind.toLowerCase(), owner.name] : ["pod", nameOf(pod)];
  return kubectl(world, `set image ${kind}/${name} ${image}`);
}

const condition = (pod: V1Pod, type: string) =>
  (pod.status?.conditions ?? []).find((it) => it.type === type);

export const isReady = (pod: V1Pod): boolean =>
  isTrue(pod.status?.conditions, "Ready") && pod.metadata?.deletionTimestamp === undefined;

/** Why a pod does not take requests; nothing where it does. */
export function podFindings(pod: V1Pod, world: World): Finding[] {
  if (isReady(pod)) return [];
  const object = `Pod/${nameOf(pod)}`;
  if (pod.metadata?.deletionTimestamp !== undefined) {
    const held = pod.metadata.finalizers ?? [];
    return held.length === 0
      ? []
      : [
          wrong(
            object,
            `is being deleted, and its finalizers keep it: ${held.join(", ")}`,
            kubectl(
              world,
              `patch pod ${nameOf(pod)} --type merge -p '{"metadata":{"finalizers":null}}'`,
            ),
          ),
        ];
  }
  const scheduled = condition(pod, "PodScheduled");
  if (scheduled?.status === "False")
    return [
      wrong(object, `finds no node: ${scheduled.message ?? "none fits"}`, describe(pod, world)),
    ];
  const initContainerStatuses = pod.status?.initContainerStatuses ?? [];
  const containerStatuses = pod.status?.containerStatuses ?? [];
  const waiting = [...initContainerStatuses, ...containerStatuses].flatMap((container) => {
    const say = reasons[container.state?.waiting?.reason ?? ""];
    return say ? [wrong(object, ...say(pod, container, world))] : [];
  });
  if (waiting.length > 0) return waiting;
  const init = initContainerStatuses.find(({ ready, started }) => !ready && started !== true);
  if (init)
    return [
      wrong(
        object,
        `waits for its init container ${init.name}, which has not ended yet`,
        kubectl(world, `logs ${nameOf(pod)} -c ${init.name}`),
      ),
    ];
  const container = containerStatuses.find(({ ready }) => !ready);
  if (container === undefined) {
    const node = pod.spec?.nodeName;
    // Containers are ready and gates open, and yet the pod is not: so the controller manager marks those of a lost node.
    if (node !== undefined && isTrue(pod.status?.conditions, "ContainersReady") && !gateText(pod))
      return [
        wrong(
          object,
          `runs on node ${node}, which has not reported in time`,
          kubectl(world, `describe node ${node}`),
        ),
      ];
    const phase = pod.status?.phase ?? "unknown";
    return [wrong(object, `is ${phase} and not ready yet${gateText(pod)}`, describe(pod, world))];
  }
  const probe = pod.spec?.containers.find(({ name }) => name === container.name)?.readinessProbe;
  return [
    wrong(
      object,
      `runs, and its container ${container.name} is not ready${probe ? `: its readiness probe (${probeText(probe)}) does not succeed` : ""}`,
      describe(pod, world),
    ),
  ];
}

type Probe = NonNullable<NonNullable<V1Pod["spec"]>["containers"][number]["readinessProbe"]>;

function probeText({ httpGet, tcpSocket, exec, grpc }: Probe): string {
  if (httpGet) return `GET ${httpGet.path ?? "/"} on port ${String(httpGet.port)}`;
  if (tcpSocket) return `an open port ${String(tcpSocket.port)}`;
  if (exec) return (exec.command ?? []).join(" ");
  return grpc ? `gRPC on port ${grpc.port}` : "unknown";
}

const gateText = (pod: V1Pod): string => {
  const closed = (pod.spec?.readinessGates ?? [])
    .map((it) => it.conditionType)
    .filter((type) => condition(pod, type)?.status !== "True");
  return closed.length === 0 ? "" : `: its readiness gate ${closed.join(", ")} is not open`;
};
