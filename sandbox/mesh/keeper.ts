import { setTimeout as wait } from "node:timers/promises";

import { writePrivate } from "../files";
import { KubeApi } from "../providers/aws/kube-api";
import { marking, register, validation } from "./admission";
import { adopt } from "./adopt";
import { Cast } from "./cast";
import { serveControl } from "./control";
import { meshLayoutOf } from "./layout";
import { Monitor } from "./monitor";
import { followPods } from "./pod-watch";
import { PortBook } from "./ports";
import { readSettings } from "./settings";
import { Supervisor } from "./supervisor";
import { Troupe } from "./troupe";

/**
 * The process that keeps a stack's mesh: it plays every pod's part, and starts istiod and the Envoys and starts them
 * anew. They outlive it, and the next one finds them.
 */
async function main(stack: string): Promise<void> {
  const layout = meshLayoutOf(stack);
  const settings = readSettings(layout);
  if (settings === undefined) throw new Error(`${layout.settings} is not there`);
  const say = (text: string) => {
    process.stdout.write(`${new Date().toISOString()} ${text}\n`);
  };
  const api = new KubeApi(settings.kubeconfig);
  const ports = new PortBook(layout.ports);
  const cast = new Cast(layout, settings, ports, new Supervisor(layout, ports, say));
  const troupe = new Troupe(api, (pod) => cast.surroundingsOf(pod), say);

  const { prometheus } = settings.programs;
  const monitor = prometheus === undefined ? undefined : new Monitor(api, layout, prometheus);

  const end = () => {
    troupe.close();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);

  const controlPort = await ports.reserve("control");
  const status = { judged: false };
  serveControl(controlPort, troupe, () => ({
    ...status,
    gateway: cast.gatewayPort(),
    isBlind: monitor?.ready === false,
    ...troupe.size,
    problems: [...troupe.problems.values()],
  }));
  await cast.keepIstiod();
  while (!(await cast.istiodIsReady())) {
    await cast.keepIstiod();
    await wait(100);
  }
  await register(api, [validation(settings, cast.istiodPort("https")), ...marking(settings)]);
  status.judged = true;
  say("istiod judges Istio's objects");
  await adopt(api, settings);
  void followPods(api, troupe);
  let written = "";
  for (;;) {
    await cast.keep(troupe.services);
    const facts = { ...cast.facts(controlPort), ...monitor?.facts };
    const text = JSON.stringify(facts, undefined, 2);
    if (text !== written) writePrivate(layout.facts, `${text}\n`);
    written = text;
    await monitor?.keep(facts);
    await wait(200);
  }
}

const [, , stack] = process.argv;
if (stack === undefined) throw new Error("which stack?");
main(stack).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
