import type { ResourceTable } from "../types";
import { caches } from "./caches";
import { databases } from "./databases";
import { dns } from "./dns";
import { ec2Compute } from "./ec2-compute";
import { ec2Networks } from "./ec2-networks";
import { ec2Routing } from "./ec2-routing";
import { ec2Security } from "./ec2-security";
import { ecr } from "./ecr";
import { efs } from "./efs";
import { eksAccess } from "./eks-access";
import { eksCluster } from "./eks-cluster";
import { eksNodes } from "./eks-nodes";
import { iam } from "./iam";
import { kafka } from "./kafka";
import { lb } from "./lb";
import { operations } from "./operations";
import { security } from "./security";

/** Every type the simulation knows by name. */
export const resourceTable: ResourceTable = {
  ...caches,
  ...databases,
  ...dns,
  ...ec2Compute,
  ...ec2Networks,
  ...ec2Routing,
  ...ec2Security,
  ...ecr,
  ...efs,
  ...eksAccess,
  ...eksCluster,
  ...eksNodes,
  ...iam,
  ...kafka,
  ...lb,
  ...operations,
  ...security,
};
