import type { ResourceTable } from "../types";
import { ec2 } from "./ec2";
import { ecr } from "./ecr";
import { eks } from "./eks";
import { iam } from "./iam";

/** Every type the simulation knows by name. */
export const resourceTable: ResourceTable = { ...ec2, ...ecr, ...eks, ...iam };
