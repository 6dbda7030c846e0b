import { isDrawn } from "../consoles";
import type { Desk } from "../proof";

export const proof = (desk: Desk): Promise<void> =>
  isDrawn(desk, "observability", ["get", "secret", "grafana-admin"]);
