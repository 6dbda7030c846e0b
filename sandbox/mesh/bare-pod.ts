interface BarePod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly user: number;
  readonly account?: string;
  readonly container: { readonly name: string; readonly image: string; readonly ports?: object[] };
}

/** A pod without a workload, which Pod Security `restricted` lets in, for a program that runs beside the cluster. */
export const barePod = ({ metadata, user, account, container }: BarePod) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata,
  spec: {
    ...(account !== undefined && { serviceAccountName: account }),
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        ...container,
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  },
});
