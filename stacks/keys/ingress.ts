import { z } from "zod";

import { serviceNames, servicePort } from "../../apps/twelve-street/services";
import {
  dnsLabel,
  enabled,
  flag,
  hostName,
  labels,
  networks,
  part,
  scheme,
  text,
  whole,
} from "./words";

const replicas = () =>
  whole(1, 10).default(2).meta({ description: "Pods of the controller.", unit: "pods" });

const isDefaultClass = () =>
  flag().default(false).meta({ description: "Serve Ingresses that name no class." });

const groupName = text(
  /^[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?$/,
  "up to 63 lower-case letters, digits, - and ., and none of both at the ends",
);

const alb = part(
  z.strictObject({
    enabled: enabled(),
    replicas: replicas(),
    ingressClassName: dnsLabel.default("alb").meta({ description: "Name of its IngressClass." }),
    isDefaultClass: isDefaultClass(),
    ownsServices: flag().default(false).meta({
      description:
        "Take every new Service of type LoadBalancer that names no class, and give it an NLB, internal unless it says otherwise.",
    }),
    enforced: z
      .strictObject({
        scheme: scheme()
          .optional()
          .meta({ description: "Scheme of every ALB.", example: "internal" }),
        group: groupName.optional().meta({
          description: "One ALB, at about $16 a month in US East, for all Ingresses of the class.",
          example: "labs",
        }),
        namespaceLabels: labels()
          .optional()
          .meta({
            description: "Serve only Ingresses in namespaces with these labels.",
            example: { team: "classroom" },
          }),
        allowedCidrs: networks(),
      })
      .prefault({})
      .meta({ expects: "a table of settings that no Ingress of the class can change" }),
  }),
);

const nginx = part(
  z.strictObject({
    enabled: enabled(),
    scheme: scheme().meta({
      description:
        "Whether NGINX's NLB, about $16 a month in US East, has public addresses. Ingress NGINX is retired: since March 2026 it gets no security fixes, and it is here for courses that teach it. The way on is the Gateway API with the same rules.",
      example: "internet-facing",
    }),
    replicas: replicas(),
    ingressClassName: dnsLabel.default("nginx").meta({ description: "Name of its IngressClass." }),
    isDefaultClass: isDefaultClass(),
    allowedCidrs: networks(),
  }),
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

const albRoute = z.strictObject({
  by: z.literal("alb").meta({
    description: "Who serves it: an ALB, or NGINX.",
    expects: "alb or nginx",
    example: "alb",
  }),
  hosts,
  scheme: scheme()
    .default("internet-facing")
    .meta({ description: "Whether the ALB has public addresses." }),
  allowedCidrs: networks(),
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
  webAclArn: text(
    /^arn:aws[a-z-]*:wafv2:[^:]+:\d{12}:regional\/webacl\//,
    "the ARN of a regional web ACL, arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/NAME/ID",
  )
    .optional()
    .meta({
      description: "Web ACL of AWS WAF; $5 a month and $0.60 a million requests.",
      example: "arn:aws:wafv2:ap-northeast-2:123456789012:regional/webacl/shop/example",
    }),
  healthCheckPath: text(/^\/[^\s]*$/, "a path such as /actuator/health")
    .default("/")
    .meta({
      description: "Path that must answer with a status from 200 to 399 or 404, every 15 s.",
    }),
  deregistrationDelaySeconds: whole(0, 3_600).default(30).meta({
    description: "Time that a pod which goes still gets to finish its requests.",
    unit: "seconds",
  }),
});

const nginxRoute = z.strictObject({
  by: z.literal("nginx").meta({
    description: "Who serves it: an ALB, or NGINX.",
    expects: "alb or nginx",
  }),
  hosts,
  secretName: dnsLabel.optional().meta({
    description: "Secret with the certificate for HTTPS, in the shop's namespace.",
    example: "shop-tls",
  }),
  redirect: redirect(),
});

export const ingressSchema = z.strictObject({
  alb: alb.meta({ expects: "a table of the AWS Load Balancer Controller's settings" }),
  nginx: nginx.meta({ expects: "a table with scheme" }),
  routes: z
    .record(dnsLabel, z.discriminatedUnion("by", [albRoute, nginxRoute]))
    .default({})
    .meta({ expects: "a table of routes by name, each with by and hosts" }),
});
