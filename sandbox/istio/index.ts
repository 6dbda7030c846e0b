export { fetchWithManifests } from "./local-web";
export { crdManifest, manifestObjects } from "./obtain";
export { crdsOfChart, crdsOfManifest, gatewayApiCrds, istioCrds, type CrdSet } from "./sets";
