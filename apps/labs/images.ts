/**
 * Images that students build and push in the labs on ConfigMaps, Secrets, Ingress and ECR; each has a
 * repository in the stack's registry.
 */
export const labImages = [
  "cm-sandbox",
  "cm-file",
  "cm-file-volume",
  "hello-secret",
  "hello-secret-file",
  "nginx-blue",
  "nginx-green",
  "my-ecr",
] as const;

export type LabImage = (typeof labImages)[number];
