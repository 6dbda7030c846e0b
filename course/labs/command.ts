import { stringify } from "yaml";

import { labs, type Lab, type LabPlace } from "../../apps/labs";
import type { KubeObject } from "../../components/classroom/objects";
import { effectiveConfig } from "../../sandbox/engine/config-copy";
import { UserError } from "../../sandbox/errors";
import { parseConfig } from "../../stacks/config";
import { classroomConfig } from "../places/classroom";
import { findLabs, whyLeftOut, type Found } from "./find";
import { lacksOf, type Lacks } from "./lacks";
import { foundText, labText, listText } from "./text";

export const parts = ["baseline", "makes", "shared"] as const;

export interface LabsFlags {
  readonly stack?: string;
  readonly day?: number;
  readonly json?: boolean;
  readonly yaml?: (typeof parts)[number];
  readonly student?: string;
}

/** Lists labs, tells one, or prints its objects. @param asked words of a lab */
export function labsCommand(asked: readonly string[], flags: LabsFlags): void {
  const text = answer(asked.length > 0 ? asked.join(" ") : undefined, flags);
  process.stdout.write(`${text.trimEnd()}\n`);
}

export function answer(asked: string | undefined, flags: LabsFlags): string {
  const lacks = lacksOn(flags.stack);
  if (asked === undefined) {
    if (flags.yaml) throw new UserError("--yaml goes with the name of one lab: give that too.");
    const chosen = labs.filter(({ day }) => flags.day === undefined || day === flags.day);
    if (chosen.length === 0) throw new UserError(`--day is ${flags.day ?? ""}: give 1, 2 or 3.`);
    return flags.json ? json(chosen.map((lab) => told(lab, lacks))) : listText(chosen, lacks);
  }
  const found = meant(asked);
  const [only, ...more] = found;
  if (only && more.length === 0) return one(only.lab, lacks, flags);
  if (flags.yaml) {
    const names = found.map(({ lab }) => lab.name).join(", ");
    throw new UserError(`--yaml goes with one lab, and "${asked}" is ${names}: give one of these.`);
  }
  if (!flags.json) return foundText(asked, found, lacks);
  return json(found.map(({ lab, why }) => ({ ...told(lab, lacks), why })));
}

function meant(asked: string): Found[] {
  const found = findLabs(asked);
  if (found.length > 0) return found;
  const why = whyLeftOut(asked);
  const hint = why ? `it is left out, for ${why}.` : '"npm run course -- labs" lists them.';
  throw new UserError(`There is no lab "${asked}": ${hint}`);
}

function one(lab: Lab, lacks: Lacks, flags: LabsFlags): string {
  if (flags.yaml) return yaml(lab, flags.yaml, flags);
  return flags.json ? json(told(lab, lacks)) : labText(lab, lacks(lab));
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** A lab as data, without what takes a place to be known. */
function told(lab: Lab, lacks: Lacks): object {
  const { name, title, day, who, text, changes, needs = [], notShown = [] } = lab;
  return { name, title, day, who, text, changes, needs, notShown, lacks: lacks(lab) ?? null };
}

/** Without a student the objects name no namespace, and go where the kubeconfig leads. */
function yaml(lab: Lab, part: (typeof parts)[number], { student }: LabsFlags): string {
  const place: LabPlace = { namespace: student ?? "" };
  const objects = part === "shared" ? lab.shared?.() : lab[part]?.(place);
  return (objects ?? [])
    .map((it) =>
      stringify(student === undefined ? homeless(it) : it, { aliasDuplicateObjects: false }),
    )
    .join("---\n");
}

const homeless = ({ metadata: { name, labels, annotations }, ...object }: KubeObject): object => ({
  ...object,
  metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
});

/** What a classroom's platform lacks for labs, by the config of both; nothing is said where no classroom is named. */
function lacksOn(stack: string | undefined): Lacks {
  if (stack === undefined) return () => undefined;
  const room = classroomConfig(stack, effectiveConfig(stack));
  return lacksOf(room, parseConfig(room.platform, effectiveConfig(room.platform)));
}
