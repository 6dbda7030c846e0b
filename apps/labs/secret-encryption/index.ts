import { defineLab } from "../define";
import { object } from "../objects";

export const secretEncryption = defineLab({
  name: "secret-encryption",
  title: "Secrets encrypted at rest",
  day: 2,
  who: "instructor",
  text: [
    "A Secret is base64, which anybody can undo who may read it. What protects it is who may read it, and that etcd and its backups hold it encrypted.",
    "On a cluster of one's own that is the API server's EncryptionConfiguration; on EKS it is a KMS key of one's own, which the platform's cluster has: envelope encryption, a data key for each Secret.",
  ].join("\n"),
  changes: [
    "kubectl get secret top-secret --output jsonpath={.data.word} | base64 --decode",
    "aws eks describe-cluster --name CLUSTER --query cluster.encryptionConfig",
    "aws kms describe-key --key-id KEY, and aws kms get-key-rotation-status --key-id KEY",
  ],
  baseline: () => [],
  makes: () => [
    object("Secret", "top-secret", {
      type: "Opaque",
      data: { word: Buffer.from("open sesame").toString("base64") },
    }),
  ],
  notShown: ["bytes in etcd: EKS shows nobody its etcd, and the sandbox's has no such key"],
});
