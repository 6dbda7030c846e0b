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
