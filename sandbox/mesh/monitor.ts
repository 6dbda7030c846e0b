import { writeIfNew } from "../files";
import { orLater, type Api } from "../providers/aws/kube-api";
import { listenAddress, type Addresses } from "./addresses";
import type { MeshFacts } from "./facts";
import type { MeshLayout } from "./layout";
import { prometheus, targetsFile, targetsText } from "./prometheus";
import { prometheusAddress, standInForChart } from "./prometheus-pod";
import { ensure } from "./supervisor";

const lookEveryMs = 1_000;

/** Keeps the stack's Prometheus running at its pod's address, over whatever Envoys there are. */
export class Monitor {
  private looked = 0;
  private address: string | undefined;
  /** Whether it has answered. */
  ready = false;

  constructor(
    private readonly api: Api,
    private readonly layout: MeshLayout,
    private readonly binary: string,
    private readonly addresses: Addresses,
  ) {}

  /** Where it answers, for a browser too. */
  get facts(): Pick<MeshFacts, "prometheus"> {
    return this.address === undefined ? {} : { prometheus: `http://${this.address}` };
  }

  async keep(facts: MeshFacts): Promise<void> {
    writeIfNew(targetsFile(this.layout), targetsText(facts));
    if (Date.now() - this.looked < lookEveryMs) return;
    this.looked = Date.now();
    // The namespace comes and goes with the stack.
    await orLater(async () => {
      const address = await prometheusAddress(this.api);
      this.address = address && listenAddress(this.addresses, address);
      if (this.address === undefined) await standInForChart(this.api);
    });
    if (this.address === undefined) return;
    await ensure(this.layout, prometheus(this.layout, this.binary, this.address));
    this.ready ||= await answers(this.address);
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`http://${address}/-/ready`, { signal: AbortSignal.timeout(500) })).ok;
  } catch {
    return false;
  }
}
