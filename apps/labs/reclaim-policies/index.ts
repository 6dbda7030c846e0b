import { defineLab } from "../define";
import { object } from "../objects";

const storageClassName = "lab-kept";

export const reclaimPolicies = defineLab({
  name: "reclaim-policies",
  title: "Reclaim policies: Retain and Delete",
  day: 2,
  who: "instructor",
  text: [
    "What becomes of a volume when its claim goes: with Delete it goes too, with its data; with Retain it stays, Released.",
    "A Released volume is bound to nobody until the instructor has taken its claimRef out. Recycle is gone.",
  ].join("\n"),
  changes: [
    "kubectl delete persistentvolumeclaim kept",
    "kubectl get persistentvolume lab-kept",
    'kubectl patch persistentvolume lab-kept --type=json -p \'[{"op":"remove","path":"/spec/claimRef"}]\'',
    'kubectl patch persistentvolume lab-kept -p \'{"spec":{"persistentVolumeReclaimPolicy":"Delete"}}\'',
  ],
  baseline: () => [
    object("PersistentVolumeClaim", "kept", {
      spec: {
        storageClassName,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    }),
  ],
  shared: () => [
    object("PersistentVolume", "lab-kept", {
      spec: {
        storageClassName,
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Retain",
        csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-0123456789abcdef0" },
      },
    }),
  ],
  notShown: ["the data that is kept"],
});
