import assert from "node:assert/strict";

import { loggingSidecar } from "../../../../apps/labs/logging-sidecar";
import { endpointsOf } from "../ingress";
import { makesOf, type Desk } from "../proof";

interface Pod {
  readonly spec: {
    readonly initContainers: readonly {
      readonly name: string;
      readonly restartPolicy?: string;
      readonly volumeMounts: readonly Mount[];
    }[];
    readonly containers: readonly {
      readonly name: string;
      readonly volumeMounts: readonly Mount[];
    }[];
  };
  readonly status: {
    readonly initContainerStatuses: readonly { readonly started: boolean }[];
  };
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

export async function proof({ actor, place }: Desk): Promise<void> {
  await actor.apply(...makesOf(loggingSidecar, place));
  await actor.pods("app=counter", 1);
  const [pod] = await actor.list<Pod>("pods", "app=counter");
  const [shipper] = pod?.spec.initContainers ?? [];
  const [counter] = pod?.spec.containers ?? [];
  assert.ok(pod && shipper && counter);
  // It runs beside, for as long as the pod does.
  assert.equal(shipper.restartPolicy, "Always");
  assert.ok(pod.status.initContainerStatuses[0]?.started);
  const logs = ({ volumeMounts }: { volumeMounts: readonly Mount[] }) =>
    volumeMounts.find(({ name }) => name === "logs")?.mountPath;
  assert.equal(logs(counter), logs(shipper), "one reads where the other writes");

  const { data } = await actor.get<{ data: Record<string, string> }>("configmap", "shipper");
  const settings = data["fluent-bit.conf"] ?? "";
  assert.ok(settings.includes(`Path ${logs(shipper)}/*.log`));
  const [, host = "", port] = /Host (\S+)\n +Port (\d+)/.exec(settings) ?? [];
  const [elasticsearch] = await actor.pods("app=elasticsearch", 1);
  assert.deepEqual(await endpointsOf(actor, host), [elasticsearch?.status?.podIP]);
  const { spec } = await actor.get<{ spec: { ports: { port: number }[] } }>("service", host);
  assert.equal(spec.ports[0]?.port.toString(), port);
  await actor.pods("app=kibana", 1);
}
