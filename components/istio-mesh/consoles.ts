import type { Console } from "../console";
import { systemNamespace } from "./names";

export const kialiConsole: Console = {
  name: "kiali",
  namespace: systemNamespace,
  service: "kiali",
  port: 20001,
};

export const jaegerConsole: Console = {
  name: "jaeger",
  namespace: systemNamespace,
  service: "jaeger",
  port: 16686,
};
