import { defineLab } from "../define";
import { object } from "../objects";
import { pod, shell } from "../parts";

const sharing = (name: string, node: object) =>
  pod(
    name,
    {
      ...node,
      containers: [
        shell(`while true; do echo ${name} $(date) >> /mnt/aws/out.txt; sleep 5; done`, {
          volumeMounts: [{ name: "efs", mountPath: "/mnt/aws" }],
        }),
      ],
      volumes: [{ name: "efs", persistentVolumeClaim: { claimName: "efs-claim" } }],
    },
    { app: "efs" },
  );

const elsewhere = {
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { app: "efs" } }, topologyKey: "kubernetes.io/hostname" },
      ],
    },
  },
};

export const efsSharedVolume = defineLab({
  name: "efs-shared-volume",
  title: "EFS: one volume for many, mypod at /mnt/aws",
  day: 2,
  who: "student",
  needs: ["shared-storage"],
  text: [
    "An EFS volume may be mounted by pods on many nodes at once (ReadWriteMany); a disk by those of one node.",
    "The class aws-efs makes an access point of its own for each claim, which keeps students' files apart.",
    "mypod writes to /mnt/aws; a second pod on another node sees the same file.",
  ].join("\n"),
  changes: [
    "kubectl get persistentvolumeclaim efs-claim",
    "kubectl exec mypod -- tail /mnt/aws/out.txt",
    "a pod otherpod on another node, with the same claim at /mnt/aws",
    "kubectl delete pod mypod, make it again, and find the file as it was",
  ],
  baseline: () => [
    object("PersistentVolumeClaim", "efs-claim", {
      spec: {
        storageClassName: "aws-efs",
        accessModes: ["ReadWriteMany"],
        resources: { requests: { storage: "1Gi" } },
      },
    }),
    sharing("mypod", {}),
  ],
  makes: () => [sharing("otherpod", elsewhere)],
  notShown: ["the file that both write: a simulated pod mounts nothing"],
});
