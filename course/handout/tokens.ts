import { studentAccount } from "../../components/classroom/rights";
import type { Api } from "../../sandbox/providers/kubernetes/api";

/** A token of a student's own service account. */
export interface Token {
  readonly token: string;
  /** Until when the API server takes it, which may be earlier than was asked for. */
  readonly expires: Date;
}

/** Source: Kubernetes API, authentication.k8s.io/v1, TokenRequest. */
interface Answer {
  readonly status: { readonly token: string; readonly expirationTimestamp: string };
}

/** Asks the API server for a student's token. */
export const tokens =
  (api: Pick<Api, "request">, hours: number) =>
  async (student: string): Promise<Token> => {
    const path = `/api/v1/namespaces/${student}/serviceaccounts/${studentAccount}/token`;
    const body = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: hours * 3_600 },
    };
    const { status } = await api.request<Answer>("POST", path, { body, retries: 2 });
    return { token: status.token, expires: new Date(status.expirationTimestamp) };
  };
