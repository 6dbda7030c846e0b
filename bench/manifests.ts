export interface LiveObject {
  kind: string;
  metadata: Record<string, unknown> & { name: string };
  spec?: Record<string, unknown>;
  status?: unknown;
}

/** What the server adds to every object. */
const serverFields = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"];
/** What the server adds to a Service. */
const serviceFields = ["clusterIP", "clusterIPs", "healthCheckNodePort"];

const withoutKeys = (object: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** A live object as somebody would apply it; nothing for those that Kubernetes makes itself. */
export function applicable(object: LiveObject): LiveObject[] {
  if (object.metadata.name === "kube-root-ca.crt" || object.metadata.name === "default") return [];
  const rest = withoutKeys(object as unknown as Record<string, unknown>, ["status"]);
  const spec = object.spec;
  return [
    {
      ...rest,
      kind: object.kind,
      metadata: { ...withoutKeys(object.metadata, serverFields), name: object.metadata.name },
      ...(spec === undefined
        ? {}
        : { spec: object.kind === "Service" ? withoutNodePorts(spec) : spec }),
    },
  ];
}

function withoutNodePorts(spec: Record<string, unknown>): Record<string, unknown> {
  const ports = (spec.ports as Record<string, unknown>[]).map((port) =>
    withoutKeys(port, ["nodePort"]),
  );
  return { ...withoutKeys(spec, serviceFields), ports };
}
