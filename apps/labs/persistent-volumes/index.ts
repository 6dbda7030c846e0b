import { defineLab } from "../define";
import { object } from "../objects";

const storageClassName = "by-hand";

export const persistentVolumes = defineLab({
  name: "persistent-volumes",
  title: "PersistentVolume, made by hand",
  day: 2,
  who: "instructor",
  text: [
    "A PersistentVolume is storage that is there; a claim asks for size, way of access and class, and is bound to one that has it.",
    "One volume belongs to one claim alone, which gets all of it, however little it asked for.",
    "Volumes are of the whole cluster, and so the instructor's. Claims are the students'.",
  ].join("\n"),
  changes: [
    "kubectl get persistentvolumes",
    "a claim of 1Gi of the class by-hand, which the larger volume is bound to",
    "a claim of 50Gi of that class, which no volume has",
    "kubectl describe persistentvolumeclaim small",
  ],
  baseline: () => [],
  makes: () => [
    object("PersistentVolumeClaim", "small", {
      spec: {
        storageClassName,
        accessModes: ["ReadWriteMany"],
        resources: { requests: { storage: "1Gi" } },
      },
    }),
  ],
  shared: () => [
    object("PersistentVolume", "lab-by-hand", {
      spec: {
        storageClassName,
        capacity: { storage: "5Gi" },
        accessModes: ["ReadWriteMany"],
        persistentVolumeReclaimPolicy: "Retain",
        csi: { driver: "efs.csi.aws.com", volumeHandle: "fs-0123456789abcdef0" },
      },
    }),
  ],
  notShown: ["mounting it: the file system's id is an example"],
});
