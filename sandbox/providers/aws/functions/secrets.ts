import { types } from "../services/shapes";
import type { Props, SimulateContext } from "../types";
import { partitionOf, stableHex } from "../values";
import { regionOf } from "./account";
import { named, shownOf } from "./clusters";
import type { CallTable } from ".";

/** Which secret is meant, and its text. */
function found(args: Props, context: SimulateContext) {
  const secretId = String(args.secretId);
  const put = context.secretText?.(secretId);
  if (put === undefined) {
    const { id, seed, region } = named(types.secret, "name", secretId, args, context);
    // The account keeps no values of the stack's own secrets, so what is read back is made up.
    return { arn: id, seed, region, text: `simulated-${stableHex(seed, 16)}` };
  }
  const region = regionOf(args, context);
  const own = `arn:${partitionOf(region)}:secretsmanager:${region}:${context.accountId}:secret:`;
  const arn = secretId.startsWith("arn:")
    ? secretId
    : `${own}${secretId}-${stableHex(secretId, 6)}`;
  return { arn, seed: arn, region, text: put };
}

/** Of Secrets Manager. */
export const secretCalls: CallTable = {
  "aws:secretsmanager/getSecret:getSecret": (args, context) => {
    const wanted = args.name ?? args.arn;
    return { ...args, ...shownOf(named(types.secret, "name", wanted, args, context)) };
  },
  "aws:secretsmanager/getSecretVersion:getSecretVersion": (args, context) => {
    const { arn, seed, region, text } = found(args, context);
    return {
      ...args,
      id: `${arn}|AWSCURRENT`,
      arn,
      secretArn: arn,
      region,
      secretString: text,
      secretBinary: "",
      versionId: stableHex(seed, 32),
      versionStages: ["AWSCURRENT"],
      createdDate: "2026-01-01T00:00:00Z",
    };
  },
};
