import { hostname } from "node:os";

import {
  ApiException,
  CoordinationV1Api,
  V1Lease,
  V1LeaseSpec,
  V1MicroTime,
  V1ObjectMeta,
  type KubeConfig,
} from "@kubernetes/client-node";

import { UserError } from "../../sandbox/errors";
import { processBirth } from "../../sandbox/tools/process";

/** Who does not renew it for so long is gone. */
const lapsesAfterSeconds = 60;
const renewEveryMs = 15_000;

const me = (): string => `${hostname()}/${process.pid}`;

/** Whether the holder is known to be gone: its process, where it was one of this machine, or its renewals. */
function isGone(lease: V1Lease): boolean {
  const [host = "", pid = ""] = (lease.spec?.holderIdentity ?? "").split("/");
  if (host === hostname()) return processBirth(Number(pid)) === undefined;
  const renewed = lease.spec?.renewTime?.getTime() ?? 0;
  return Date.now() - renewed > lapsesAfterSeconds * 1000;
}

const isStatus = (error: unknown, code: number): boolean =>
  error instanceof ApiException && error.code === code;

/**
 * Does the work while nobody else may roll out the service: a Lease in its namespace, which the cluster
 * itself guards, wherever the other one runs.
 *
 * @throws UserError where somebody else does.
 */
export async function alone<T>(
  config: KubeConfig,
  namespace: string,
  service: string,
  work: () => Promise<T>,
): Promise<T> {
  const api = config.makeApiClient(CoordinationV1Api);
  const name = `rollout-${service}`;
  const at = { namespace, name };
  let held = await take(api, namespace, name, service);
  const renewal = setInterval(() => {
    if (held.spec) held.spec.renewTime = new V1MicroTime();
    void api.replaceNamespacedLease({ ...at, body: held }).then(
      (renewed) => (held = renewed),
      () => undefined, // the next one may do
    );
  }, renewEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await api.deleteNamespacedLease(at).catch(() => undefined);
  }
}

async function take(
  api: CoordinationV1Api,
  namespace: string,
  name: string,
  service: string,
): Promise<V1Lease> {
  const body = leaseOf(namespace, name, service);
  const refused = (holder: string) =>
    new UserError(`Another rollout of ${service} is under way (${holder}): wait for it to end.`);
  try {
    return await api.createNamespacedLease({ namespace, body });
  } catch (error) {
    if (!isStatus(error, 409)) throw error;
  }
  const found = await api.readNamespacedLease({ namespace, name });
  const holder = found.spec?.holderIdentity ?? "somebody";
  if (!isGone(found)) throw refused(holder);
  found.spec = Object.assign(new V1LeaseSpec(), body.spec);
  try {
    // With the version that was read: of two who find it lapsed, one gets it.
    return await api.replaceNamespacedLease({ namespace, name, body: found });
  } catch (error) {
    throw isStatus(error, 409) ? refused(holder) : error;
  }
}

function leaseOf(namespace: string, name: string, service: string): V1Lease {
  const now = new V1MicroTime();
  const metadata = { name, namespace, labels: { app: service } };
  return Object.assign(new V1Lease(), {
    metadata: Object.assign(new V1ObjectMeta(), metadata),
    spec: Object.assign(new V1LeaseSpec(), {
      holderIdentity: me(),
      acquireTime: now,
      renewTime: now,
      leaseDurationSeconds: lapsesAfterSeconds,
    }),
  });
}
