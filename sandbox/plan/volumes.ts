import { at } from "../recorded-run";
import type { Planned } from "./graph";
import { addOn, ofType, type Kind } from "./kinds";

const drivers: Readonly<Record<string, Kind>> = {
  "ebs.csi.aws.com": addOn("aws-ebs-csi-driver"),
  "efs.csi.aws.com": addOn("aws-efs-csi-driver"),
};

/** The drivers of the volumes that a resource asks for: only they take a volume off a node and delete it. */
export const driversOf = (resource: Planned, all: readonly Planned[]): readonly Planned[] => {
  const provisioners = [
    ...classesOf(resource).flatMap((name) => provisionerOf(name, all)),
    at(resource.inputs, "spec", "csi", "driver"),
  ];
  const wanted = provisioners.flatMap((it) => drivers[String(it)] ?? []);
  return all.filter((it) => wanted.some((kind) => kind(it)));
};

export const hasVolume: Kind = (it) =>
  classesOf(it).length > 0 || at(it.inputs, "spec", "csi", "driver") !== undefined;

const isDefault = Symbol("the default class");

/** Storage classes that an object, or a chart's values, name; a claim that names none means the default. */
function classesOf(resource: Planned): readonly (string | typeof isDefault)[] {
  if (!resource.type.startsWith("kubernetes:")) return [];
  if (storageClass(resource)) return [];
  return claims(resource.inputs).map((it) => {
    const name = at(it, "storageClassName") ?? at(it, "storageClass");
    return typeof name === "string" ? name : isDefault;
  });
}

/** Claims wherever they stand in inputs: of their own, in a StatefulSet's templates, or as a chart's values have them. */
function claims(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const isClaim =
    at(value, "accessModes") !== undefined && at(value, "resources", "requests") !== undefined;
  const { persistentVolume } = value as { persistentVolume?: unknown };
  const ofChart = at(persistentVolume, "enabled") === true ? [persistentVolume] : [];
  return [...(isClaim ? [value] : []), ...ofChart, ...Object.values(value).flatMap(claims)];
}

const storageClass = ofType("kubernetes:storage.k8s.io/v1:StorageClass");

const defaultMark = "storageclass.kubernetes.io/is-default-class";

const provisionerOf = (
  name: string | typeof isDefault,
  all: readonly Planned[],
): readonly unknown[] =>
  all
    .filter(storageClass)
    .filter(({ inputs }) =>
      name === isDefault
        ? at(inputs, "metadata", "annotations", defaultMark) === "true"
        : at(inputs, "metadata", "name") === name,
    )
    .map(({ inputs }) => inputs.provisioner);
