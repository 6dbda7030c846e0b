import aws from "@pulumi/aws/package.json";
import eks from "@pulumi/eks/package.json";
import kubernetes from "@pulumi/kubernetes/package.json";

const versions: Readonly<Record<string, string>> = {
  aws: aws.version,
  eks: eks.version,
  kubernetes: kubernetes.version,
};

/** The version of an SDK, as its resources register themselves. */
export function sdkVersion(packageName: string): string {
  const version = versions[packageName];
  if (version === undefined) throw new Error(`no version of @pulumi/${packageName} is known here`);
  return version;
}
