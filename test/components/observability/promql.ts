import { parser } from "@prometheus-io/lezer-promql";

/** What an expression asks of one measurement. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Reads an expression by Prometheus' own grammar; throws with the place where it is no PromQL. */
export function parsePromql(expr: string): { selectors: Selector[]; grouping: string[] } {
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const tree = parser.parse(expr);
  tree.iterate({
    enter(node) {
      const text = expr.slice(node.from, node.to);
      if (node.type.isError) {
        throw new SyntaxError(`no PromQL at ${node.from}: ${expr.slice(node.from)}`);
      }
      if (node.name === "VectorSelector") {
        const matchers = node.node.getChild("LabelMatchers");
        const names = matchers?.getChildren("UnquotedLabelMatcher") ?? [];
        selectors.push({
          metric: /^\w+/.exec(text)?.[0] ?? "",
          labels: names.map(({ from, to }) => /^\w+/.exec(expr.slice(from, to))?.[0] ?? ""),
        });
      }
      if (node.name === "GroupingLabels") {
        grouping.push(
          ...text
            .replace(/[()\s]/g, "")
            .split(",")
            .filter(Boolean),
        );
      }
    },
  });
  return { selectors, grouping };
}
