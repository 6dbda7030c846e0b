import { readFile } from "node:fs/promises";

import { crdManifest } from "./obtain";
import { crdsOfManifest } from "./sets";

/**
 * `fetch` for the program that the sandbox runs: manifests that the sandbox keeps are answered from there,
 * checked and without the web; every other address is asked as ever.
 */
export const fetchWithManifests =
  (ask: typeof fetch, manifest: typeof crdManifest = crdManifest): typeof fetch =>
  async (input, init) => {
    const set = crdsOfManifest(input instanceof Request ? input.url : String(input));
    if (!set) return ask(input, init);
    return new Response(await readFile(await manifest(set), "utf8"));
  };
