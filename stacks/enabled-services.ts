import { serviceNames, type ServiceName } from "../apps/twelve-street/services";
import type { StackSettings } from "./schema";

/** The services that the stack runs. */
export const enabledServices = ({ shop }: Pick<StackSettings, "shop">): ServiceName[] =>
  shop.enabled ? serviceNames.filter((name) => shop.services[name].enabled) : [];
