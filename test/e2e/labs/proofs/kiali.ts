import { isDrawn } from "../consoles";
import type { Desk } from "../proof";

export const proof = (desk: Desk): Promise<void> =>
  isDrawn(desk, "istio-system", ["create", "token", "kiali"]);
