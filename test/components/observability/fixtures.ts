import type { ObservabilityArgs } from "../../../components/observability";
import type { Run } from "../../mocks";

export const base: ObservabilityArgs = {
  clusterName: "shop",
  region: "ap-northeast-2",
  watch: { namespaces: ["twelve-street"], requests: "istio" },
};

/** A release's inputs, of the shape that a test expects of its values. */
export const release = <Values>(result: Run, name: string) => {
  const found = result.one("kubernetes:helm.sh/v3:Release", name);
  return { ...found, inputs: found.inputs as unknown as Chart<Values> };
};

interface Chart<Values> {
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly repositoryOpts: { readonly repo: string };
  readonly values: Values;
}

/** Sections of Fluent Bit's configuration, in order. */
export const sections = (text: string): { name: string; settings: Record<string, string> }[] =>
  text
    .split(/^(?=\[)/m)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [head = "", ...lines] = part.trimEnd().split("\n");
      const settings = lines
        .map((line) => /^ {4}(\S+) (.+)$/.exec(line))
        .map((match) => [match?.[1] ?? "", match?.[2] ?? ""]);
      return {
        name: head.slice(1, -1),
        settings: Object.fromEntries(settings) as Record<string, string>,
      };
    });
