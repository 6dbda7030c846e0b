import type * as k8s from "@pulumi/kubernetes";

import { nobodysId } from "../pod-basis";

/** What the restricted Pod Security standard leaves open; it asks for everything else, and gets it. */
export interface Security {
  /** Number of the user that runs; never 0. The images need no user of this number. @default 10001 */
  readonly userId?: number;
  /** Number of the user's group, and of the group that may write to volumes. @default 10001 */
  readonly groupId?: number;
  /** Whether the image's own files can be written to. @default false */
  readonly writableRoot?: boolean;
  /** The one capability that `restricted` allows, to listen below port 1024. @default none */
  readonly capabilities?: readonly ["NET_BIND_SERVICE"];
}

export function podSecurity({
  userId = nobodysId,
  groupId = nobodysId,
}: Security = {}): k8s.types.input.core.v1.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: groupId,
    fsGroup: groupId,
    // Else every start of a pod walks through all files of its volumes.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

export const containerSecurity = ({
  writableRoot = false,
  capabilities,
}: Security = {}): k8s.types.input.core.v1.SecurityContext => ({
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: !writableRoot,
  capabilities: { drop: ["ALL"], ...(capabilities && { add: [...capabilities] }) },
});
