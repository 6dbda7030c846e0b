/** What every pod says of itself, whatever runs in it. */
export const podBasis = {
  restartPolicy: "Always",
  // With five dots, the default, each name of the outside world is first asked for below the cluster's domains.
  dnsConfig: { options: [{ name: "ndots", value: "2" }] },
};

/** Images are built for Linux; a cluster may have Windows nodes beside. */
export const onLinux = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [
      { matchExpressions: [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }] },
    ],
  },
};

/** A user, and a group, that no image and no node has: whoever breaks out is nobody. */
export const nobodysId = 10001;
