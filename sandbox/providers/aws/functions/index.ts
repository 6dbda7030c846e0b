import type { Props, SimulateContext } from "../types";
import { accountCalls } from "./account";
import { clusterCalls } from "./clusters";
import { networkCalls } from "./networks";
import { policyCalls } from "./policies";
import { secretCalls } from "./secrets";

/** Answers a call of the SDK. */
export type Call = (args: Props, context: SimulateContext) => Record<string, unknown>;

export type CallTable = Readonly<Record<string, Call>>;

/** Every function of the SDK the simulation knows. */
export const callTable: CallTable = {
  ...accountCalls,
  ...clusterCalls,
  ...networkCalls,
  ...policyCalls,
  ...secretCalls,
};
