import { defineLab } from "../define";
import { object } from "../objects";

const claim = (name: string, storage: string, storageClassName?: string) =>
  object("PersistentVolumeClaim", name, {
    spec: {
      ...(storageClassName !== undefined && { storageClassName }),
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage } },
    },
  });

export const storageClasses = defineLab({
  name: "storage-classes",
  title: "StorageClass",
  day: 2,
  who: "student",
  needs: ["block-storage"],
  text: [
    "A StorageClass says which driver makes a volume, how, when, and what becomes of it. The platform has gp3, disks, and aws-efs, shared.",
    "A claim that names none gets the default. One that names a class which is not there waits for it.",
    "Classes are of the whole cluster: students read them.",
  ].join("\n"),
  changes: [
    "kubectl get storageclasses",
    "a claim standard that names no class",
    "a claim waiting of the class not-there",
    "a claim too-much of 20Gi, beyond the quota",
  ],
  baseline: () => [],
  makes: () => [claim("standard", "1Gi"), claim("waiting", "1Gi", "not-there")],
});

export const tooMuch = claim("too-much", "20Gi");
