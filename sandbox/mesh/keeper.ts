import { setTimeout as wait } from "node:timers/promises";

import { writePrivate } from "../files";
import { KubeApi, orLater } from "../providers/aws/kube-api";
import { marking, register, validation } from "./admission";
import { adopt } from "./adopt";
import { Cast } from "./cast";
import { Identities } from "./certificates/identities";
import { serveSecrets } from "./certificates/secrets";
import { serveControl } from "./control";
import { GatewayPods } from "./gateway-pods";
import { Guards } from "./guards";
import { meshLayoutOf } from "./layout";
import { Monitor } from "./monitor";
import { keepAccount } from "./accounts";
import { Outside } from "./outside";
import { PeerAuthentications } from "./peer-authentication";
import { followPods } from "./pod-watch";
import { Porters } from "./porters";
import { PortBook } from "./ports";
import { relayDiscovery } from "./relay";
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
  const istiod = () => `127.0.0.1:${(ports.get("istiod.secure") ?? 0).toString()}`;
  const identities = new Identities(api, istiod, settings.certificate.ca);
  const mtls = new PeerAuthentications(api);
  const supervisor = new Supervisor(layout, ports, say);
  const guards = new Guards(api);
  const porters = new Porters(layout, settings, ports, supervisor, guards);
  const cast = new Cast(layout, settings, ports, supervisor, identities, mtls, porters);
  const gatewayPods = new GatewayPods(api, cast.gateway);
  const troupe = new Troupe(api, (pod) => cast.surroundingsOf(pod), say);

  const { prometheus } = settings.programs;
  const monitor =
    prometheus === undefined ? undefined : new Monitor(api, layout, prometheus, settings.addresses);

  const end = () => {
    troupe.close();
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);

  // A socket's name is short: it is relative here, and for the Envoys, which run in the same folder.
  process.chdir(layout.dir);
  await serveSecrets(layout.secrets, (node) => cast.identityOf(node));
  const outside = new Outside(cast.outside);
  if (settings.addresses === "loopback")
    await relayDiscovery(await ports.reserve("relay"), () => cast.istiodPort("grpc"));
  await outside.serveNames(await ports.reserve("names"));
  const controlPort = await ports.reserve("control");
  const status = { judged: false };
  serveControl(controlPort, troupe, () => ({
    ...status,
    gateway: cast.gatewayPort(),
    isBlind: monitor?.ready === false,
    ...troupe.size,
    problems: [...troupe.problems.values(), ...outside.problems.values()],
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
  await mtls.read();
  await guards.read();
  void followPods(api, troupe);
  let written = "";
  for (let round = 0; ; round += 1) {
    if (round % 5 === 0) {
      await mtls.read();
      await guards.read();
      troupe.settle();
      await orLater(() => keepAccount(api, cast.gateway));
    }
    outside.keep(cast.outsidePorts(troupe.services));
    await cast.keep(troupe.services);
    troupe.heed(cast.silent);
    await gatewayPods.keep(cast.serves);
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
