import { z } from "zod";

import { groupName, routeSchema } from "./routes";
import { dnsLabel, enabled, flag, labels, networks, part, scheme, whole } from "./words";

const replicas = () =>
  whole(1, 10).default(2).meta({ description: "Pods of the controller.", unit: "pods" });

const isDefaultClass = () =>
  flag().default(false).meta({ description: "Serve Ingresses that name no class." });

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

const gatewayApi = part(
  z.strictObject({
    enabled: enabled().meta({
      description:
        "Bring the Gateway API's kinds, for routes with `by: gateway`: those of its standard channel, and with `ingress.alb` that controller's own and its class `aws-alb`. Whoever runs the program reads them from GitHub.",
    }),
  }),
);

export const ingressSchema = z.strictObject({
  alb: alb.meta({ expects: "a table of the AWS Load Balancer Controller's settings" }),
  nginx: nginx.meta({ expects: "a table with scheme" }),
  gatewayApi: gatewayApi.meta({ expects: "a table with enabled, or {}" }),
  routes: z
    .record(dnsLabel, routeSchema)
    .default({})
    .meta({ expects: "a table of routes by name, each with by and hosts" }),
});
