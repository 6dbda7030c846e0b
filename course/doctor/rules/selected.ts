import type { V1Pod, V1Service } from "@kubernetes/client-node";

import { selects } from "../../../components/classroom/evaluate";
import { labelSelectorOf } from "../../../sandbox/label-selector";
import { kubectl, nameOf, wrong, type Finding, type World } from "../world";
import { kubectlNameOf, makersOf, objectOf } from "./makers";

/** The pods that a Service leads to, ready or not; those that have ended are none. */
export function podsOf({ spec }: V1Service, pods: readonly V1Pod[]): V1Pod[] {
  const selector = spec?.selector ?? {};
  if (Object.keys(selector).length === 0) return [];
  return pods.filter(
    (pod) =>
      !["Succeeded", "Failed"].includes(pod.status?.phase ?? "") &&
      selects({ matchLabels: selector }, pod.metadata?.labels ?? {}),
  );
}

/** Whether its selector finds pods at all. */
export function selectorFindings(service: V1Service, world: World): Finding[] {
  const selector = service.spec?.selector ?? {};
  if (service.spec?.type === "ExternalName" || Object.keys(selector).length === 0) return [];
  if (podsOf(service, world.pods).length > 0) return [];
  const object = `Service/${nameOf(service)}`;
  const makers = makersOf(world).filter(({ owner }) => owner === undefined);
  // These say by themselves why they have no pods.
  if (makers.some(({ labels }) => selects({ matchLabels: selector }, labels))) return [];
  const asked = labelSelectorOf(selector);
  const meant =
    makers.find(({ name }) => name === nameOf(service)) ??
    makers.find(({ labels }) => shares(selector, labels));
  if (!meant)
    return [
      wrong(
        object,
        `selects ${asked}, and no pod has that, nor is there anything that would make one`,
        kubectl(world, "get pods --show-labels"),
      ),
    ];
  const right = Object.fromEntries(
    Object.keys(selector).flatMap((key) => {
      const value = meant.labels[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const found = labelSelectorOf(Object.keys(right).length > 0 ? right : meant.labels);
  return [
    wrong(
      object,
      `selects ${asked}, and no pod has that; those of ${objectOf(meant)} have ${labelSelectorOf(meant.labels) || "no labels"}`,
      found === ""
        ? kubectl(
            world,
            `label ${kubectlNameOf(meant)} ${Object.entries(selector)
              .map(([key, value]) => `${key}=${value}`)
              .join(" ")}`,
          )
        : kubectl(world, `set selector service ${nameOf(service)} ${found}`),
    ),
  ];
}

/** The same words in key or value: a slip rather than something else. */
function shares(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  const values = Object.values(labels).map((it) => it.toLowerCase());
  return Object.entries(selector).some(
    ([key, value]) =>
      values.some((it) => it === value.toLowerCase() || isNear(it, value.toLowerCase())) ||
      (labels[key] !== undefined && isNear(labels[key].toLowerCase(), value.toLowerCase())),
  );
}

/** One begins with the other, or they differ by a letter that is more, less or another, or in the order of letters. */
export function isNear(a: string, b: string): boolean {
  if (a.startsWith(b) || b.startsWith(a)) return true;
  const letters = (text: string) => Array.from(text).sort().join("");
  if (letters(a) === letters(b)) return true;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const rest = (text: string, skip: number) => text.slice(start + skip);
  return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
}
