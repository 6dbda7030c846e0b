import { Authority } from "../../certificates";
import { ensureFolder } from "../../files";

/**
 * Makes the mesh's own certificate authority once, in the files that istiod takes one from. Without them it would keep one in
 * a Secret of a namespace that may not be there yet.
 */
export const ensureAuthority = (folder: string): Promise<void> =>
  ensureFolder(folder, async () => {
    const { key, pem } = await Authority.make({
      organization: "cluster.local",
      commonName: "mesh",
    });
    return {
      "ca-key.pem": key.pem,
      "ca-cert.pem": pem,
      "root-cert.pem": pem,
      "cert-chain.pem": pem,
    };
  });
