import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";

/** What load balancers of HTTP have in common, whichever object asks for them. */
export interface LoadBalancer {
  /** Reachable from the internet, or from the VPC alone; a change makes a new load balancer with a new name. */
  readonly scheme: Scheme;
  /**
   * Networks that may connect. What is no network throws an ArgumentError.
   * @default ["0.0.0.0/0"] @example ["203.0.113.0/24"]
   */
  readonly allowedCidrs?: readonly string[];
  /**
   * A regional web ACL of AWS WAF, by ARN; $5 a month and $0.60 a million requests (WAF pricing).
   * One for CloudFront is refused. @default none
   */
  readonly webAclArn?: pulumi.Input<string>;
  /**
   * TLS versions and ciphers. An unknown one shows as an event of the object, which then gets no
   * address. @default "ELBSecurityPolicy-TLS13-1-2-2021-06", which takes TLS 1.2 and 1.3
   */
  readonly sslPolicy?: string;
  /**
   * Attributes by AWS's names, over the defaults. An unknown name shows as an event of the object.
   * @default headers that are no valid HTTP are dropped
   * @example { "idle_timeout.timeout_seconds": "120" }
   */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Tags of the load balancer and all its parts. @default none @example { course: "kubernetes" } */
  readonly tags?: Readonly<Record<string, string>>;
}

export type Scheme = "internet-facing" | "internal";

export const defaultSslPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Headers that are no valid HTTP can mean one thing to the load balancer and another to the pod. */
export const defaultAttributes = { "routing.http.drop_invalid_header_fields.enabled": "true" };

const cidr = /^(\d{1,3}\.){3}\d{1,3}\/([0-9]|[12][0-9]|3[0-2])$|^[0-9a-f:]+\/\d{1,3}$/i;

/** @throws ArgumentError */
export function checkLoadBalancer({ allowedCidrs = [], webAclArn }: LoadBalancer): void {
  allowedCidrs.forEach((network, index) => {
    if (!cidr.test(network)) {
      throw new ArgumentError(
        `allowedCidrs[${index}]`,
        network,
        "write a network, like 203.0.113.0/24",
      );
    }
  });
  if (typeof webAclArn === "string" && !regionalAcl.test(webAclArn)) {
    throw new ArgumentError(
      "webAclArn",
      webAclArn,
      "name a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID",
    );
  }
}

const regionalAcl = /^arn:aws[a-z-]*:wafv2:[^:]+:\d{12}:regional\/webacl\//;
