import { classroomLabel, studentLabel } from "../../components/classroom/objects";
import { isObject, type KubeObject } from "../../sandbox/providers/kubernetes/objects";
import { toPlain } from "../../sandbox/providers/kubernetes/values";
import type { StateResource } from "../../sandbox/engine/state";
import { studentOf } from "./foreign";
import type { Baseline, Declared } from "./model";

/** What a classroom's stack declares, by student, and for all of them. */
export interface DeclaredInStack {
  readonly students: readonly Baseline[];
  readonly shared: readonly Declared[];
}

/**
 * The stack's state says what is declared and by whom it is managed: whatever else the stack lays into a student's
 * namespace later is baseline without being listed here.
 */
export function declaredIn(
  resources: readonly StateResource[],
  students: readonly string[],
): DeclaredInStack {
  const byStudent = new Map(students.map((student) => [student, [] as Declared[]]));
  const shared: Declared[] = [];
  for (const resource of resources) {
    const declared = declaredBy(resource);
    if (!declared) continue;
    (byStudent.get(placeOf(declared.object) ?? "") ?? shared).push(declared);
  }
  return {
    students: [...byStudent].map(([student, declared]) => ({ student, declared })),
    shared,
  };
}

function placeOf(object: KubeObject): string | undefined {
  const { namespace, name, labels = {} } = object.metadata;
  if (namespace !== undefined) return namespace;
  if (object.kind === "Namespace") return name;
  return labels[classroomLabel] === undefined ? studentOf(object) : labels[studentLabel];
}

function declaredBy({ type, inputs, outputs }: StateResource): Declared | undefined {
  if (!type.startsWith("kubernetes:") || !isObject(inputs)) return undefined;
  const object = toPlain(inputs) as KubeObject;
  if (typeof object.apiVersion !== "string" || typeof object.kind !== "string") return undefined;
  const { __fieldManager: manager } = (outputs ?? {}) as { __fieldManager?: unknown };
  return {
    object,
    manager: typeof manager === "string" ? manager : "pulumi-kubernetes",
  };
}
