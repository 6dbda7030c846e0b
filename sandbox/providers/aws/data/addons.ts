/**
 * Versions EKS offers of its add-ons for the newest Kubernetes it has. Made up in their last digits: which builds there
 * are on a day only AWS knows. Source of the names: Amazon EKS User Guide, AWS add-ons; checked 2026-11-21.
 */
export const addonVersions: Readonly<Record<string, string>> = {
  "amazon-cloudwatch-observability": "v4.7.0-eksbuild.1",
  "aws-ebs-csi-driver": "v1.54.0-eksbuild.1",
  "aws-efs-csi-driver": "v2.3.0-eksbuild.1",
  "aws-mountpoint-s3-csi-driver": "v2.3.0-eksbuild.1",
  coredns: "v1.13.1-eksbuild.1",
  "eks-node-monitoring-agent": "v1.5.0-eksbuild.1",
  "eks-pod-identity-agent": "v1.3.10-eksbuild.1",
  "external-dns": "v0.20.0-eksbuild.1",
  "kube-proxy": "v1.36.0-eksbuild.1",
  "kube-state-metrics": "v2.17.0-eksbuild.1",
  "metrics-server": "v0.8.0-eksbuild.1",
  "prometheus-node-exporter": "v1.10.0-eksbuild.1",
  "snapshot-controller": "v8.3.0-eksbuild.1",
  "vpc-cni": "v1.21.0-eksbuild.1",
};
