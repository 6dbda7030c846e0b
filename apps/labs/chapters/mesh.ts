import { grafana } from "../grafana";
import { istio } from "../istio";
import { jaeger } from "../jaeger";
import { kiali } from "../kiali";
import type { Lab } from "../lab";
import { shop } from "../shop";

/** Day 3: the shop and the mesh, in the order of the course. */
export const mesh: readonly Lab[] = [...shop, ...istio, kiali, jaeger, grafana];
