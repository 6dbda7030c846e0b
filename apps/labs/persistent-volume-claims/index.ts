import { defineLab } from "../define";
import { object } from "../objects";
import { nginx, pod } from "../parts";

export const persistentVolumeClaims = defineLab({
  name: "persistent-volume-claims",
  title: "PersistentVolumeClaim, and a disk made for it",
  day: 2,
  who: "student",
  needs: ["block-storage"],
  text: [
    "A claim of the class gp3 waits for its first pod, so that the disk is made in the zone where that pod runs.",
    "A claim in use is not taken away: deleted, it stays Terminating until the last pod that uses it has gone.",
  ].join("\n"),
  changes: [
    "kubectl describe persistentvolumeclaim data",
    "a pod db that mounts the claim data at /data",
    "kubectl delete persistentvolumeclaim data --wait=false",
    "kubectl delete pod db",
  ],
  baseline: () => [
    object("PersistentVolumeClaim", "data", {
      spec: {
        storageClassName: "gp3",
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    }),
  ],
  makes: () => [
    pod(
      "db",
      {
        containers: [{ ...nginx, volumeMounts: [{ name: "data", mountPath: "/data" }] }],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      },
      { app: "db" },
    ),
  ],
  notShown: ["what is written to the disk"],
});
