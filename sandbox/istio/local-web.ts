import { readFile } from "node:fs/promises";

import { albGatewayManifest } from "../../components/gateway-api/manifest";
import { albKindsStandIn } from "./alb-kinds";
import { crdManifest } from "./obtain";
import { crdsOfManifest } from "./sets";

export interface LocalWeb {
  readonly manifest: typeof crdManifest;
  /** Says what is not what was asked for. */
  readonly warn: (text: string) => void;
}

/**
 * `fetch` for the program that the sandbox runs: manifests that the sandbox keeps are answered from there,
 * checked and without the web; one has a stand-in where the web has none; every other address is asked as ever.
 */
export const fetchWithManifests =
  (ask: typeof fetch, { manifest = crdManifest, warn }: Partial<LocalWeb> = {}): typeof fetch =>
  async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const set = crdsOfManifest(url);
    if (set) return new Response(await readFile(await manifest(set), "utf8"));
    if (url !== albGatewayManifest) return ask(input, init);
    const answer = await ask(input, init).catch(() => undefined);
    if (answer?.ok) return answer;
    warn?.(
      "The AWS Load Balancer Controller's own kinds for Gateways cannot be had from the web: " +
        "stand-ins keep their objects, and nobody checks what the objects say.",
    );
    return new Response(albKindsStandIn);
  };
