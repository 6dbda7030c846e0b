import type { Item, Live } from "../../../course/teardown/holders";

/** A cluster without anything, and with what is given. */
export const liveOf = (live: Partial<Live>): Live => ({
  ingresses: [],
  services: [],
  gateways: [],
  bindings: [],
  claims: [],
  volumes: [],
  pods: [],
  ...live,
});

type Loose = Partial<Omit<Item, "metadata">> & { metadata?: Partial<Item["metadata"]> };

const item = (kind: string, name: string, { metadata, ...more }: Loose = {}): Item => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "user35", uid: `${kind}-${name}`, ...metadata },
  ...more,
});

export const ingress = (name: string, more?: Loose) => item("Ingress", name, more);
export const service = (name: string, type: string, more?: Loose) =>
  item("Service", name, { spec: { type }, ...more });
export const binding = (name: string, more?: Loose) => item("TargetGroupBinding", name, more);
export const claim = (name: string, more?: Loose) => item("PersistentVolumeClaim", name, more);

export const pod = (name: string, claimName: string, more?: Loose) =>
  item("Pod", name, { spec: { volumes: [{ persistentVolumeClaim: { claimName } }] }, ...more });

export const volume = (
  name: string,
  { provisioned = true, policy = "Delete" }: { provisioned?: boolean; policy?: string } = {},
): Item => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: {
    name,
    ...(provisioned && {
      annotations: { "pv.kubernetes.io/provisioned-by": "ebs.csi.aws.com" },
    }),
  },
  spec: {
    persistentVolumeReclaimPolicy: policy,
    csi: { driver: "ebs.csi.aws.com" },
    claimRef: { namespace: "user35", name: "data" },
  },
});
