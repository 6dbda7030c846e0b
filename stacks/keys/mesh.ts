import { z } from "zod";

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

const port = () => whole(1, 65_535);

const revision = z.strictObject({
  version: text(/^\d+\.\d+\.\d+$/, 'a release in quotes such as "1.31.0"').meta({
    description: "Version of Istio's charts and images.",
    example: "1.31.0",
  }),
  name: dnsLabel.optional().meta({
    description: "Name in labels; by default the version with dashes.",
    example: "canary",
  }),
});

const mtls = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("STRICT").meta({
      description:
        "`STRICT`: workloads with a sidecar take mutual TLS only. `PERMISSIVE` takes plaintext as well.",
      expects: "STRICT or PERMISSIVE",
      example: "STRICT",
    }),
    plaintextPorts: z
      .array(
        z.strictObject({
          namespace: dnsLabel.meta({ description: "Namespace of the workload.", example: "labs" }),
          name: dnsLabel.meta({ description: "Name of the exception.", example: "behind-nlb" }),
          labels: labels().meta({
            description: "Labels of the workload's pods, at least one.",
            example: { app: "gateway" },
          }),
          ports: z
            .array(port())
            .min(1)
            .meta({
              description: "Container ports.",
              expects: "a list of ports",
              example: [8080],
            }),
        }),
      )
      .default([])
      .meta({
        description: "Ports that also take plaintext.",
        expects: "a list of tables with namespace, name, labels and ports",
      }),
  }),
  z.strictObject({ mode: z.literal("PERMISSIVE").meta({ expects: "STRICT or PERMISSIVE" }) }),
]);

const hosts = () =>
  z
    .array(z.union([z.literal("*"), hostName]).meta({ expects: "a host name, or * for all" }))
    .min(1)
    .meta({
      description: "Hosts that the port answers for; `*` for all.",
      expects: "a list of at least one host name, or * for all",
      example: ["*"],
    });

const listener = z.discriminatedUnion("protocol", [
  z.strictObject({
    protocol: z.literal("HTTP").meta({
      description: "What the port speaks.",
      expects: "HTTP or HTTPS",
      example: "HTTP",
    }),
    port: port().default(80).meta({ description: "The port." }),
    hosts: hosts(),
    redirectToHttps: flag().default(false).meta({
      description: "Answer 301 to the same address under https.",
    }),
  }),
  z.strictObject({
    protocol: z.literal("HTTPS").meta({ expects: "HTTP or HTTPS" }),
    port: port().default(443).meta({ description: "The port." }),
    hosts: hosts(),
    secretName: dnsLabel.meta({
      description: "TLS Secret in the namespace `istio-ingress`; it may come later.",
      example: "shop-tls",
    }),
    minTls: z.enum(["1.2", "1.3"]).default("1.2").meta({
      description: "Oldest TLS version taken.",
      expects: '"1.2" or "1.3", in quotes',
    }),
  }),
]);

const ingressGateway = part(
  z.strictObject({
    enabled: enabled(),
    listeners: z.array(listener).min(1).meta({
      description: "What the gateway listens for.",
      expects: "a list of at least one table with protocol and hosts",
    }),
    scheme: scheme().default("internet-facing").meta({
      description: "Whether its NLB, about $16 a month in US East, has public addresses.",
    }),
    sourceRanges: networks(),
  }),
);

const authentication = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("password").meta({
      description:
        "How people show who they are: by `password`, or by `oidc` at a provider such as Cognito.",
      expects: "password or oidc",
      example: "password",
    }),
  }),
  z.strictObject({
    kind: z.literal("oidc").meta({ expects: "password or oidc" }),
    issuerUrl: text(/^https:\/\/\S+$/, "the provider's https address").meta({
      description: "The provider.",
      example: "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123",
    }),
    clientId: text(/^\S+$/, "the id that the provider gave").meta({
      description: "Id of this client at the provider.",
      example: "consoles",
    }),
    emailDomains: z
      .array(z.union([z.literal("*"), hostName]).meta({ expects: "a domain, or * for all" }))
      .min(1)
      .meta({
        description: "Domains of the e-mail addresses that are let in.",
        expects: "a list of at least one domain, or * for all",
        example: ["example.com"],
      }),
  }),
]);

const consoles = part(
  z.strictObject({
    enabled: enabled(),
    domain: hostName.meta({
      description:
        "Each console is NAME.DOMAIN on the ingress gateway, behind one login. Without this table they are looked at by port-forward.",
      example: "consoles.example.com",
    }),
    authentication: authentication.meta({ expects: "a table with kind" }),
  }),
);

const kiali = part(
  z.strictObject({
    enabled: enabled(),
    login: z.enum(["token", "anonymous"]).default("token").meta({
      description: "Log in to Kiali by a token of Kubernetes, or by none, and then change nothing.",
      expects: "token or anonymous",
    }),
  }),
);

const jaeger = part(
  z.strictObject({
    enabled: enabled(),
    maxTraces: whole(1, 1_000_000).default(5_000).meta({
      description: "Traces kept in memory; all go with the pod.",
      unit: "traces",
    }),
    samplingPercent: z.number().min(0).max(100).default(1).meta({
      description: "Share of requests that make a trace.",
      expects: "a number from 0 to 100",
      unit: "per cent",
    }),
  }),
);

export const meshSchema = part(
  z.strictObject({
    enabled: enabled(),
    revisions: z.array(revision).min(1).optional().meta({
      description:
        "Control planes, oldest first: one, or two while an upgrade goes on; by default the pinned version.",
      expects: "a list of one or two tables with version",
    }),
    defaultRevision: dnsLabel.optional().meta({
      description: "Name of the revision that injects and runs the gateways; by default the first.",
      example: "1-31-0",
    }),
    size: z.enum(["small", "standard"]).default("standard").meta({
      description:
        "`small`: one pod of each, and requests that fit small nodes. `standard`: two of each at least.",
      expects: "small or standard",
    }),
    mtls: mtls.prefault({ mode: "STRICT" }).meta({ expects: "a table with mode" }),
    outbound: z.enum(["ALLOW_ANY", "REGISTRY_ONLY"]).default("ALLOW_ANY").meta({
      description: "Where workloads may call outside: anywhere, or only the hosts below.",
      expects: "ALLOW_ANY or REGISTRY_ONLY",
    }),
    externalHosts: z
      .array(
        z.strictObject({
          host: hostName.meta({
            description: "A host outside, called by TLS.",
            example: "api.github.com",
          }),
          port: port().default(443).meta({ description: "Its port." }),
        }),
      )
      .default([])
      .meta({ description: "Hosts outside.", expects: "a list of tables with host" }),
    egressGateway: flag().default(false).meta({
      description: "Send calls to those hosts through one gateway.",
    }),
    ingressGateway: ingressGateway.meta({ expects: "a table with listeners" }),
    accessLogs: z.enum(["all", "errors", "off"]).default("errors").meta({
      description:
        "A line for each request, or for those answered with 400 and above. CloudWatch takes $0.76 a GB in Seoul.",
      expects: "all, errors or off",
    }),
    kiali: kiali.meta({ expects: "a table with login" }),
    jaeger: jaeger.meta({ expects: "a table with maxTraces and samplingPercent" }),
    consoles: consoles.meta({ expects: "a table with domain and authentication" }),
  }),
);
