import type { InCluster, OnAws } from "../../../components/backing-services";

export const password = "correct-horse_battery-staple";

export const inCluster: InCluster = { on: "cluster", storageClassName: "gp3" };

export const onAws: OnAws = {
  on: "aws",
  vpcId: "vpc-1",
  subnetIds: ["subnet-a", "subnet-b"],
  clientSecurityGroupId: "sg-nodes",
};
