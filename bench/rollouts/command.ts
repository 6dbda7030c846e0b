import { Command, InvalidArgumentError, Option } from "commander";

import { strategies, type Strategy } from "../../components/rollout";
import { matches } from "../../course/rollout/match-text";
import { consoleProgress } from "../../sandbox/progress";
import { untilStopped } from "../stopping";
import { proofText } from "./report";
import { prove } from "./run";
import type { Choice } from "./scenarios";

interface Flags {
  readonly service: string;
  readonly app: string;
  readonly weights: readonly number[];
  readonly match?: Choice["matches"];
  readonly percent: number;
  readonly versions: string;
  readonly only?: readonly Strategy[];
  readonly rps: number;
  readonly seed: number;
  readonly after: number;
  readonly config?: readonly string[];
  readonly json?: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("give a number above 0");
  return value;
};

const numbers = (text: string): number[] => text.split(",").map(number);

const match = (text: string, before: Choice["matches"] = []): Choice["matches"] => [
  ...before,
  ...matches(text).map((it) => ({ text, match: it })),
];

/** By header, by cookie, and by the browser, as in the course. */
const usual = ["header:x-group=b", "cookie:group^=beta", "userAgent~=.*Firefox.*"].reduce<
  Choice["matches"]
>((all, text) => match(text, all), []);

export const rolloutsCommand = (): Command =>
  new Command("rollouts")
    .description("what clients get while versions change, counted: docs/proof.md")
    .option("--service <name>", "whose versions", "products")
    .option("--app <name>", "whose service it is: shop or tutorial", "shop")
    .option("--weights <numbers>", "a canary's steps", numbers, [10, 50, 90])
    .option("--match <match>", "of the A/B test, as of course rollout; may be repeated", match)
    .option("--percent <number>", "that the second shadow gets; the first gets all", number, 30)
    .option("--versions <pattern>", "names of the versions, with a star for the number", "v*")
    .addOption(
      new Option("--only <strategies>", `of ${strategies.join(", ")}`).argParser((text) =>
        text.split(",").map((name) => {
          const found = strategies.find((it) => it === name);
          if (!found) throw new InvalidArgumentError(`give some of ${strategies.join(",")}`);
          return found;
        }),
      ),
    )
    .option("--rps <number>", "requests a second, all the time", number, 150)
    .option("--after <seconds>", "how long each new routing is looked at", number, 12)
    .option("--seed <number>", "of the order in which kinds of clients come", number, 1)
    .option("--config <key=value...>", "more config of the stack")
    .option("--json", "as JSON")
    .action(rollouts);

async function rollouts(flags: Flags): Promise<void> {
  const stopped = untilStopped("transition");
  const { service, app, weights, percent, rps, seed } = flags;
  const plan = {
    ...{ service, app, weights, percent, rps, seed },
    ...{ matches: flags.match ?? usual, only: flags.only ?? strategies },
    ...{ config: flags.config ?? [], beforeSeconds: 2, afterSeconds: flags.after },
    version: (its: number) => flags.versions.replace("*", its.toString()),
  };
  const proof = await prove(plan, consoleProgress(), stopped);
  process.stdout.write(
    flags.json ? `${JSON.stringify(proof, undefined, 2)}\n` : `${proofText(proof)}\n`,
  );
  if (!proof.passed || stopped.aborted) process.exitCode = 1;
}
