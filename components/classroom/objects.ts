/** An object of Kubernetes as plain data, so that what lives can be compared with it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** What else it says: `spec`, `rules`, `subjects` and the like. */
  readonly [field: string]: unknown;
}

/** Labels of what a classroom makes; students may neither change what bears them nor put them on their own. */
export const classroomLabel = "classroom.twelve-street/name";
export const studentLabel = "classroom.twelve-street/student";

export const marksOf = (classroom: string, student: string): Record<string, string> => ({
  [classroomLabel]: classroom,
  [studentLabel]: student,
});
