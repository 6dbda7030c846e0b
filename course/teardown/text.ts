import { keyText, protectionText } from "../../sandbox/engine/protection";
import type { Account } from "../places/account";
import { countText, nameOf, waitedFor, type Item } from "./holders";
import type { Found, Sorted } from "./left";
import type { Look } from "./look";

const row = (name: string, text: string): string => `  ${name.padEnd(10)} ${text}`;

/** A list whose first line carries its name. */
const rows = (name: string, texts: readonly string[]): string[] =>
  texts.map((text, index) => row(index === 0 ? name : "", text));

const most = 12;

/** What stands, and what is to become of it. */
export function lookText({ parts, protections, data, holders }: Look): string[] {
  const waited = holders ? waitedFor(holders) : [];
  const names = waited.slice(0, most).map(nameOf);
  const more = waited.length - names.length;
  const of = (fate: string) =>
    data.filter((one) => one.fate === fate).map(({ what, why }) => `${what}: ${why}`);
  return [
    ...rows("stands", [[...parts].map(([part, count]) => `${part} ${count}`).join(", ")]),
    ...rows(
      "protected",
      protections.map((one) =>
        one.path.length === 0
          ? protectionText(one)
          : `${protectionText(one)} and guards ${one.guards}; --unprotect sets it to ${String(one.lifted)}`,
      ),
    ),
    ...rows("drained", [...names, ...(more > 0 ? [`and ${more} more`] : [])]),
    ...rows("deleted", of("deleted")),
    ...rows("kept", of("kept")),
  ];
}

/** What would be done, in order. */
export function planText(look: Look, ownsCluster: boolean): string[] {
  const { protections, holders, resources } = look;
  const waited = holders ? waitedFor(holders) : [];
  const keys = protections
    .filter(({ path }) => path.length > 0)
    .map((one) => `${keyText(one)} to ${String(one.lifted)}`);
  const steps = [
    ...(protections.length > 0
      ? [
          `with --unprotect: ${keys.length > 0 ? `set ${keys.join(", ")}, and ` : ""}run up on what is protected`,
        ]
      : []),
    ...(holders
      ? [
          waited.length > 0
            ? `drain ${countText(waited)} in all namespaces, and wait until they are gone`
            : "nothing to drain",
        ]
      : ownsCluster
        ? []
        : ["drain nothing: the cluster is your own"]),
    `destroy ${resources} resources`,
    "look for what is left over, by tags",
  ];
  return steps.map((text, index) => `  ${index + 1}. ${text}`);
}

/** The same for a program. */
export function lookJson({ parts, resources, protections, data, holders }: Look): object {
  const refs = (items: readonly Item[]) =>
    items.map(({ kind, metadata: { name, namespace } }) => ({ kind, name, namespace }));
  return {
    parts: Object.fromEntries(parts),
    resources,
    protections: protections.map((one) => ({ key: keyText(one), ...one })),
    data,
    drained: refs(holders ? waitedFor(holders) : []),
  };
}

const foundRows = (name: string, found: readonly Found[]): string[] =>
  rows(
    name,
    found.flatMap(({ arn, what, note }) => [`${what} ${arn}`, `  ${note}`]),
  );

/** What the account still has. */
export const sortedText = ({ kept, going, left }: Sorted): string[] => [
  ...foundRows("kept", kept),
  ...foundRows("going", going),
  ...foundRows("left over", left),
];

/** The last word: by what was looked for, and whether anything is left to do. */
export function endText({ kept, left }: Sorted, { simulated, byHand }: Account): string {
  if (left.length === 0)
    return `Done: nothing is left over${kept.length > 0 ? ", and the config keeps what is kept" : ""}.`;
  const here = simulated ? `, all of it simulated: on this machine ${byHand ?? ""}` : "";
  return `Left over: ${left.length}, by the tags of project, stack and cluster${here}. Run this again when they are gone.`;
}
