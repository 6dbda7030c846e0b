import { UserError } from "../../sandbox/errors";
import { ApiError, CutOffError, UnreachableError } from "../../sandbox/providers/kubernetes/errors";
import { listAt, textAt } from "../../sandbox/providers/kubernetes/objects";
import type { KubeObject } from "./model";

/** What went wrong, and what to do about it, in a sentence. */
export function sentence(error: unknown, what: string): string {
  const said = error instanceof Error ? error.message : String(error);
  return `${what}: ${said.replace(/\.$/, "")}. ${remedy(error, said)}`.trim();
}

/** Whether nothing more can be done: nobody answers, or nobody is let in. */
export const endsAll = (error: unknown): boolean =>
  error instanceof UnreachableError || (error instanceof ApiError && error.code === 401);

/** Whether it is refused because its namespace is on its way out. */
export const isBeingTerminated = (error: unknown): boolean =>
  error instanceof ApiError && error.causes.some(({ reason }) => reason === "NamespaceTerminating");

/** What ends a command, in a sentence. @throws UserError */
export async function inSentences<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (![UnreachableError, CutOffError, ApiError].some((one) => error instanceof one)) throw error;
    throw new UserError(sentence(error, "The classroom cannot be looked at"), { cause: error });
  }
}

function remedy(error: unknown, said: string): string {
  if (error instanceof UnreachableError)
    return "See that the cluster is up and that its kubeconfig is yours, then run this again: it goes on from where it stood.";
  if (error instanceof CutOffError)
    return "See what stands between you and the API server, then run this again.";
  const hook = /webhook "([^"]+)"/.exec(said)?.[1];
  if (hook !== undefined)
    return `The webhook ${hook} stands before all of the cluster, so it stays: repair what serves it, or take it away with --shared.`;
  if (!(error instanceof ApiError)) return "";
  if (error.code === 401)
    return "Your credentials have run out: log in again (on AWS, with aws sso login or fresh keys), then run this again.";
  if (error.code === 503)
    return 'Its server is down: see "kubectl get apiservice", and bring it back or delete it.';
  if (said.includes("exceeded quota"))
    return "The baseline does not fit into this student's quota: raise the quota in the stack's config, or reset to less.";
  if (error.code === 403 && !isBeingTerminated(error))
    return "Your own rights do not reach: run this as an administrator of the cluster.";
  if (error.code === 500) return "See the API server's own log, then run this again.";
  if (error.code === 429) return "The API server has too much to do: run this again in a minute.";
  return "";
}

/** Why an object that is being deleted does not go. */
export function stuck({ kind, metadata, status }: KubeObject): string {
  const name = `${kind} ${metadata.name ?? ""}`;
  if (kind === "Namespace") {
    const why = listAt(status, "conditions")
      .filter((one) => textAt(one, "status") === "True")
      .map((one) => textAt(one, "message"))
      .filter((message) => message !== "");
    return `${name} does not go${why.length > 0 ? `: ${why.join(" ")}` : ""}. Bring back or delete the API services that do not answer ("kubectl get apiservice"), then run this again.`;
  }
  const finalizers = metadata.finalizers ?? [];
  return finalizers.length > 0
    ? `${name} waits for who serves its finalizer ${finalizers.join(", ")}: see that this controller runs, then run this again; taken off by hand, what it made outside would stay.`
    : `${name} is still being deleted: run this again in a minute.`;
}
