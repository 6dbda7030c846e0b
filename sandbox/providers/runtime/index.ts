export { catalogue, type ProviderKind } from "./catalogue";
export { providerEnv } from "./env";
export { installProviders, type InstalledProvider } from "./install";
export type {
  CheckFailure,
  CheckResult,
  DiffKind,
  DiffRequest,
  DiffResult,
  Operation,
  Properties,
  ResourceProvider,
} from "./provider";
export { NotReadyError, unknownValue } from "./provider";
export { serve } from "./serve";
