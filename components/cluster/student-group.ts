/** The Kubernetes group of a student, for the subjects of RoleBindings. */
export const studentGroup = (namespace: string): string => `student:${namespace}`;
