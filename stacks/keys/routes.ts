import { z } from "zod";

import { serviceNames, servicePort } from "../../apps/twelve-street/services";
import { dnsLabel, flag, hostName, networks, scheme, text, whole } from "./words";

export const groupName = text(
  /^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?$/,
  "up to 63 lower-case letters, digits, - and ., and none of both at the ends",
);

const path = z.strictObject({
  path: z.string().default("/").meta({
    description: "Path of the requests, without wildcards.",
    expects: "a path that begins with one slash, such as /products",
    example: "/products",
  }),
  match: z.enum(["prefix", "exact"]).default("prefix").meta({
    description: "`prefix` compares whole path elements.",
    expects: "prefix or exact",
  }),
  service: z.enum(serviceNames).meta({
    description: "Service of the shop that answers; one that is open to the outside.",
    expects: "gateway or ui",
    example: "gateway",
  }),
  port: whole(1, 65_535).default(servicePort).meta({ description: "The Service's port." }),
});

const hosts = z
  .array(
    z.strictObject({
      host: hostName.optional().meta({
        description: "Host of the requests; by default any.",
        example: "blue.example.com",
      }),
      paths: z.array(path).min(1).meta({
        description: "Where its paths go.",
        expects: "a list of at least one table with service",
      }),
    }),
  )
  .min(1)
  .meta({
    description: "Hosts, each once.",
    expects: "a list of at least one table with paths",
  });

const redirect = () =>
  flag().default(true).meta({ description: "Answer HTTP with a redirect, where there is TLS." });

const by = <T extends string>(word: T) =>
  z.literal(word).meta({
    description:
      "Who serves it: an ALB by an Ingress, NGINX by an Ingress, or a Gateway of the Gateway API.",
    expects: "alb, nginx or gateway",
    example: "alb",
  });

const on = <T extends string>(word: T) =>
  z.literal(word).meta({
    description:
      "Who makes the Gateway: `alb`, the AWS Load Balancer Controller, an ALB for it; or `istio`, the mesh, a pod of its own behind an NLB. Each load balancer costs about $16 a month in US East.",
    expects: "alb or istio",
    example: "alb",
  });

const isPublic = () =>
  scheme()
    .default("internet-facing")
    .meta({ description: "Whether the load balancer has public addresses." });

/** Bounds of a target group. Source: Elastic Load Balancing API, CreateTargetGroup; checked 2026-11-21. */
const healthCheck = z.strictObject({
  path: text(/^\/[^\s]*$/, "a path such as /actuator/health")
    .default("/")
    .meta({ description: "Path that is asked for." }),
  successCodes: text(
    /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/,
    'codes and ranges in quotes, such as "200-299,404"',
  )
    .default("200-399,404")
    .meta({ description: "Status codes that count as good." }),
  intervalSeconds: whole(5, 300).default(15).meta({
    description: "Time between checks.",
    unit: "seconds",
  }),
  timeoutSeconds: whole(2, 120).default(5).meta({
    description: "Time that an answer may take, less than the interval.",
    unit: "seconds",
  }),
  healthyThreshold: whole(2, 10).default(2).meta({
    description: "Good answers in a row before a pod gets traffic.",
  }),
  unhealthyThreshold: whole(2, 10).default(2).meta({
    description: "Bad answers in a row before it gets none.",
  }),
});

const onAlb = {
  hosts,
  scheme: isPublic(),
  allowedCidrs: networks(),
  certificateArns: z
    .array(
      text(
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\//,
        "the ARN of a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID",
      ),
    )
    .default([])
    .meta({
      description: "Certificates for HTTPS, which are free; without any, plain HTTP.",
      expects: "a list of ARNs of certificates",
      example: ["arn:aws:acm:ap-northeast-2:123456789012:certificate/example"],
    }),
  redirect: redirect(),
  sslPolicy: text(
    /^ELBSecurityPolicy-[\w-]+$/,
    "a policy of ELB such as ELBSecurityPolicy-TLS13-1-2-2021-06",
  )
    .default("ELBSecurityPolicy-TLS13-1-2-2021-06")
    .meta({
      description: "TLS versions and ciphers of HTTPS; the one by default takes TLS 1.2 and 1.3.",
      example: "ELBSecurityPolicy-TLS13-1-3-2021-06",
    }),
  webAclArn: text(
    /^arn:aws[a-z-]*:wafv2:[^:]+:\d{12}:regional\/webacl\//,
    "the ARN of a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID",
  )
    .optional()
    .meta({
      description: "Web ACL of AWS WAF; $5 a month and $0.60 a million requests.",
      example: "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/example",
    }),
  healthCheck: healthCheck.prefault({}).meta({ expects: "a table with path" }),
  deregistrationDelaySeconds: whole(0, 3_600).default(30).meta({
    description: "Time that a pod which goes still gets to finish its requests.",
    unit: "seconds",
  }),
} as const;

const albRoute = z.strictObject({
  by: by("alb"),
  ...onAlb,
  group: z
    .strictObject({
      name: groupName.meta({
        description: "Share one ALB and its price with the routes of the same group.",
        example: "shop",
      }),
      order: whole(1, 1_000)
        .optional()
        .meta({ description: "Place of its rules in the group; lower comes first.", example: 10 }),
    })
    .optional()
    .meta({ expects: "a table with name" }),
});

const secretName = () =>
  dnsLabel.optional().meta({
    description: "Secret with the certificate for HTTPS, in the shop's namespace.",
    example: "shop-tls",
  });

const nginxRoute = z.strictObject({
  by: by("nginx"),
  hosts,
  secretName: secretName(),
  redirect: redirect(),
});

const albGateway = z.strictObject({ by: by("gateway"), on: on("alb"), ...onAlb });

const istioGateway = z.strictObject({
  by: by("gateway"),
  on: on("istio"),
  hosts,
  scheme: isPublic(),
  allowedCidrs: networks(),
  secretName: secretName(),
  redirect: redirect(),
});

export const routeSchema = z.discriminatedUnion("by", [
  albRoute,
  nginxRoute,
  z.discriminatedUnion("on", [albGateway, istioGateway]),
]);
