import { ArgumentError } from "../argument-error";

/** How a load balancer treats the pods behind it; pods are its targets by their own addresses. */
export interface Targets {
  /**
   * How the load balancer tells which pods can serve.
   * @default {} (GET / on the traffic port, every 15 s)
   */
  readonly healthCheck?: HealthCheck;
  /**
   * Seconds a pod that goes still gets to finish its requests, 0 to 3600. For rolling updates
   * without a lost request, let pods sleep as long before they stop (`preStop.sleep`) and label
   * their namespace with `podReadinessGateLabels`. Another number throws an ArgumentError.
   * @default 30
   */
  readonly deregistrationDelaySeconds?: number;
}

export interface HealthCheck {
  /**
   * Path to ask for by GET; one without a slash in front throws an ArgumentError.
   * @default "/" @example "/actuator/health"
   */
  readonly path?: string;
  /** Port to ask, where it is not the one that serves. @default "traffic-port" */
  readonly port?: number | "traffic-port";
  /** Seconds between checks, 5 to 300. Another number throws an ArgumentError. @default 15 */
  readonly intervalSeconds?: number;
  /**
   * Seconds an answer may take, 2 to 120, and less than the interval. Another number throws an
   * ArgumentError. @default 5
   */
  readonly timeoutSeconds?: number;
  /**
   * Good answers in a row before a pod gets traffic, 2 to 10. Another number throws an
   * ArgumentError. @default 2
   */
  readonly healthyThreshold?: number;
  /**
   * Bad answers in a row before it gets none, 2 to 10. Another number throws an ArgumentError.
   * @default 2
   */
  readonly unhealthyThreshold?: number;
  /**
   * Status codes that count as good. Other text throws an ArgumentError.
   * @default "200" @example "200-299" @example "200,404"
   */
  readonly successCodes?: string;
}

/** The same with every default filled in. */
export interface TargetSettings {
  readonly healthCheck: Required<HealthCheck>;
  readonly deregistrationDelaySeconds: number;
}

/**
 * Labels of a namespace whose pods wait for their load balancer: a rolling update then takes the next
 * pod only when the new one gets traffic. Pods made before their Ingress wait for nothing.
 * Source: AWS Load Balancer Controller documentation, "Pod readiness gate"; checked 2026-11-21.
 */
export const podReadinessGateLabels = {
  "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
} as const;

/** Source: Elastic Load Balancing API, CreateTargetGroup and target group attributes; checked 2026-11-21. */
const bounds = {
  intervalSeconds: [5, 300],
  timeoutSeconds: [2, 120],
  healthyThreshold: [2, 10],
  unhealthyThreshold: [2, 10],
} as const;

/** Fills the defaults in, and refuses what a target group would. @throws ArgumentError */
export function targetSettings(targets: Targets): TargetSettings {
  const { deregistrationDelaySeconds = 30 } = targets;
  const healthCheck = {
    path: "/",
    port: "traffic-port" as const,
    intervalSeconds: 15,
    timeoutSeconds: 5,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
    successCodes: "200",
    ...targets.healthCheck,
  };
  for (const [name, [least, most]] of Object.entries(bounds)) {
    within(`healthCheck.${name}`, healthCheck[name as keyof typeof bounds], least, most);
  }
  within("deregistrationDelaySeconds", deregistrationDelaySeconds, 0, 3_600);
  if (healthCheck.timeoutSeconds >= healthCheck.intervalSeconds) {
    throw new ArgumentError(
      "healthCheck.timeoutSeconds",
      healthCheck.timeoutSeconds,
      `give less than intervalSeconds (${healthCheck.intervalSeconds})`,
    );
  }
  if (!healthCheck.path.startsWith("/")) {
    throw new ArgumentError("healthCheck.path", healthCheck.path, "begin with a slash");
  }
  if (!/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(healthCheck.successCodes)) {
    throw new ArgumentError(
      "healthCheck.successCodes",
      healthCheck.successCodes,
      'write codes and ranges, like "200-299,404"',
    );
  }
  return { healthCheck, deregistrationDelaySeconds };
}

function within(argument: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ArgumentError(argument, value, `give a whole number from ${least} to ${most}`);
  }
}
