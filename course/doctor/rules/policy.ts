import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { refusalOf, type Party, type PolicyWorld } from "../../../components/classroom/evaluate";
import type { Protocol } from "../../../components/classroom/network-policy";
import { grouped, kubectl, nameOf, namesOf, note, wrong, type Finding, type World } from "../world";
import { numberAt } from "./ports";

/** Any address of the internet, and one of the VPC that is nobody's in particular. */
const internet: Party = { ip: "93.184.216.34" };
const somewhereInside = "10.0.0.1";

const partyOf = (pod: V1Pod): Party => ({
  namespace: pod.metadata?.namespace ?? "",
  labels: pod.metadata?.labels ?? {},
  ip: pod.status?.podIP ?? somewhereInside,
  namedPorts: Object.fromEntries(
    (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
      ports.flatMap((it) => (it.name === undefined ? [] : [[it.name, it.containerPort] as const])),
    ),
  ),
});

interface Visitor {
  readonly who: string;
  readonly party: Party;
}

/** Who should come in: pods of the namespace, and those by which requests from outside come where something lets them. */
function visitorsOf(service: V1Service, world: World): Visitor[] {
  const name = nameOf(service);
  const served = world.ingresses.some(({ spec }) =>
    (spec?.rules ?? []).some(({ http }) =>
      (http?.paths ?? []).some(({ backend }) => backend.service?.name === name),
    ),
  );
  return [
    {
      who: "a pod of the namespace",
      party: { namespace: world.student, labels: {}, ip: somewhereInside },
    },
    ...(served
      ? world.doors.map((namespace) => ({
          who: `the shared ingress in ${namespace}`,
          party: { namespace, labels: {}, ip: somewhereInside },
        }))
      : []),
    ...(service.spec?.type === "LoadBalancer"
      ? [{ who: "a client on the internet", party: internet }]
      : []),
  ];
}

/** What NetworkPolicies make of those who should come in, at each port of the pods. Nobody enforces them in the sandbox. */
export function policyFindings(
  service: V1Service,
  pods: readonly V1Pod[],
  world: World,
): Finding[] {
  const judged: PolicyWorld = {
    policies: world.policies,
    namespaces: Object.fromEntries(
      [world.student, ...world.doors].map((name) => [
        name,
        { "kubernetes.io/metadata.name": name },
      ]),
    ),
  };
  return visitorsOf(service, world).flatMap(({ who, party }) =>
    (service.spec?.ports ?? []).flatMap((port) =>
      grouped(pods, (pod) => {
        const number = numberAt(port, pod);
        if (number === undefined) return undefined;
        const protocol = asProtocol(port.protocol);
        const refusal = refusalOf(judged, {
          from: party,
          to: partyOf(pod),
          port: number,
          protocol,
        });
        if (!refusal) return undefined;
        const names = refusal.policies.map((it) => it.split("/").at(-1) ?? it);
        return {
          names,
          number,
          protocol,
          chosen: othersComeIn(judged, world, pod, number, protocol),
        };
      }).map(({ answer: { names, number, protocol, chosen }, items }) => {
        const say = chosen ? note : wrong;
        const own = names.filter((it) => it !== "outside" && it !== "inside");
        const [first = names[0] ?? ""] = own;
        return say(
          names.map((it) => `NetworkPolicy/${it}`).join(" and "),
          `${names.length === 1 ? "keeps" : "keep"} ${who} from ${namesOf(items)} on port ${number}/${protocol}${chosen ? ", and lets some pods in" : ""}`,
          kubectl(world, `describe networkpolicy ${first}`),
        );
      }),
    ),
  );
}

const asProtocol = (text: string | undefined): Protocol =>
  text === "UDP" || text === "SCTP" ? text : "TCP";

/** Whether a pod that is there comes in: then the policy chooses, which may be what it is for. */
const othersComeIn = (
  judged: PolicyWorld,
  { pods }: World,
  target: V1Pod,
  port: number,
  protocol: Protocol,
): boolean =>
  pods.some(
    (other) =>
      other !== target &&
      !refusalOf(judged, { from: partyOf(other), to: partyOf(target), port, protocol }),
  );
