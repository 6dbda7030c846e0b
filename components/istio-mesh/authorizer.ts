import { createHmac } from "node:crypto";

import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import type { NonEmptyArray } from "./args";
import { nobodysId, onLinux, podBasis } from "../pod-basis";
import { checkedCookieSecret } from "./cookie-secret";
import { fingerprint } from "./fingerprint";
import { consoleAuthorizer } from "./names";

/** How people show that they may see the consoles. */
export type Authentication =
  | {
      /** One's name and password in the browser's own dialog, checked by an nginx. */
      readonly kind: "password";
      /** Lines of an htpasswd file, hashed by bcrypt: `htpasswd -nB teacher`. A secret. */
      readonly users: pulumi.Input<string>;
    }
  | {
      /** Login at an OpenID Connect provider such as Cognito, by oauth2-proxy. Register `https://HOST/oauth2/callback` of each console there. */
      readonly kind: "oidc";
      /**
       * Address of the provider, below which `/.well-known/openid-configuration` answers;
       * oauth2-proxy does not start with another one.
       * @example "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123"
       */
      readonly issuerUrl: string;
      /** Id that the provider gave for this client. */
      readonly clientId: string;
      /** The client's secret there. With a wrong one every login ends in an error of the provider. */
      readonly clientSecret: pulumi.Input<string>;
      /**
       * Encrypts the session's cookie: 32 random bytes in URL-safe base64, `openssl rand -base64 32 | tr -- '+/' '-_'`.
       * A secret. What is not 16, 24 or 32 bytes is refused. A new one logs everybody out.
       */
      readonly cookieSecret: pulumi.Input<string>;
      /** Domains of the e-mail addresses that are let in; `*` lets in whoever the provider knows. @example ["example.com"] */
      readonly emailDomains: NonEmptyArray<string>;
    };

const name = consoleAuthorizer.service;
const labels = { app: name };
const folder = "/etc/authorizer";

/** What differs between the two kinds. */
interface Server {
  readonly container: Readonly<Record<string, unknown>> & { readonly image: string };
  /** Files that anybody may read. @default none */
  readonly settings?: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** Stands for secrets that are read at the start alone: a new one starts a new pod. */
  readonly secretsMark?: pulumi.Output<string>;
}

/**
 * nginx answers 200 or 401. The answer comes from a second server, for `return` would come before
 * the password is asked, and as GET, for a file cannot be POSTed.
 */
const nginxConfig = `server {
  listen ${consoleAuthorizer.port};
  location / {
    auth_basic "Consoles";
    auth_basic_user_file ${folder}/secrets/users;
    proxy_method GET;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_pass http://127.0.0.1:8081;
  }
}
server {
  listen 127.0.0.1:8081;
  access_log off;
  location / { return 200; }
}
`;

function server(authentication: Authentication): Server {
  if (authentication.kind === "password") {
    return {
      settings: { "default.conf": nginxConfig },
      // nginx reads the file at each request, and the kubelet renews it within a minute or so.
      secrets: { users: authentication.users },
      container: {
        image: `docker.io/nginxinc/nginx-unprivileged:${platformVersions.nginxUnprivileged.version}`,
        volumeMounts: [
          { name: "settings", mountPath: "/etc/nginx/conf.d", readOnly: true },
          { name: "secrets", mountPath: `${folder}/secrets`, readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    };
  }
  const { clientSecret, cookieSecret } = authentication;
  const key = pulumi.output(cookieSecret).apply(checkedCookieSecret);
  const config = pulumi
    .all([clientSecret, key])
    .apply(([client, cookie]) => oauth2ProxyConfig(authentication, client, cookie));
  return {
    secrets: { "oauth2-proxy.cfg": pulumi.secret(config) },
    secretsMark: markOf(config, key),
    container: {
      image: `quay.io/oauth2-proxy/oauth2-proxy:${platformVersions.oauth2Proxy.version}`,
      args: [`--config=${folder}/secrets/oauth2-proxy.cfg`],
      volumeMounts: [{ name: "secrets", mountPath: `${folder}/secrets`, readOnly: true }],
    },
  };
}

/** Keyed with a secret that is long: nobody who reads the mark can try out what it is made of. */
const markOf = (text: pulumi.Output<string>, key: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.unsecret(
    pulumi
      .all([text, key])
      .apply(([plain, secret]) =>
        createHmac("sha256", secret).update(plain).digest("hex").slice(0, 12),
      ),
  );

/** Source of the keys: oauth2-proxy 7.15, Configuration, Overview. TOML strings and lists are written as JSON's. */
function oauth2ProxyConfig(
  oidc: Extract<Authentication, { kind: "oidc" }>,
  clientSecret: string,
  cookieSecret: string,
): string {
  const settings = {
    provider: "oidc",
    oidc_issuer_url: oidc.issuerUrl,
    client_id: oidc.clientId,
    client_secret: clientSecret,
    cookie_secret: cookieSecret,
    email_domains: oidc.emailDomains,
    http_address: `0.0.0.0:${consoleAuthorizer.port}`,
    // Whoever is logged in gets 200; the rest a redirect to the provider.
    upstreams: ["static://200"],
    skip_provider_button: true,
    reverse_proxy: true,
    cookie_secure: true,
    cookie_samesite: "lax",
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
    .join("");
}

/** Runs who answers for the consoles; the gateway asks it about each request. */
export function authorizer(
  parentName: string,
  namespace: pulumi.Input<string>,
  authentication: Authentication,
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.Deployment {
  const label = `${parentName}-authorizer`;
  const metadata = { name, namespace, labels };
  const { container, settings, secrets, secretsMark } = server(authentication);
  const read = [
    ...(settings ? [new k8s.core.v1.ConfigMap(label, { metadata, data: settings }, opts)] : []),
    new k8s.core.v1.Secret(label, { metadata, stringData: secrets }, opts),
  ];
  new k8s.core.v1.Service(
    label,
    {
      metadata,
      spec: { selector: labels, ports: [{ name: "http", port: consoleAuthorizer.port }] },
    },
    opts,
  );
  new k8s.networking.v1.NetworkPolicy(label, { metadata, spec: access }, opts);
  return new k8s.apps.v1.Deployment(
    label,
    {
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels,
            annotations: {
              ...(settings && { "twelve-street/settings": fingerprint(JSON.stringify(settings)) }),
              ...(secretsMark && { "twelve-street/secrets": secretsMark }),
            },
          },
          spec: pod(container, settings !== undefined),
        },
      },
    },
    // A new pod must not start with what was there before.
    { ...opts, dependsOn: read },
  );
}

/** The gateway asks it; oauth2-proxy asks the provider. */
const access = {
  podSelector: { matchLabels: labels },
  policyTypes: ["Ingress", "Egress"],
  ingress: [
    { from: [{ podSelector: {} }], ports: [{ port: consoleAuthorizer.port, protocol: "TCP" }] },
  ],
  egress: [{}],
};

const pod = (container: Server["container"], hasSettings: boolean) => ({
  ...podBasis,
  affinity: { nodeAffinity: onLinux },
  automountServiceAccountToken: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: nobodysId,
    runAsGroup: nobodysId,
    seccompProfile: { type: "RuntimeDefault" },
  },
  containers: [
    {
      name: "authorizer",
      imagePullPolicy: "Always",
      ports: [{ containerPort: consoleAuthorizer.port }],
      readinessProbe: { tcpSocket: { port: consoleAuthorizer.port } },
      livenessProbe: { tcpSocket: { port: consoleAuthorizer.port }, failureThreshold: 6 },
      resources: {
        requests: { cpu: "10m", memory: "32Mi", "ephemeral-storage": "32Mi" },
        limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "32Mi" },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      ...container,
    },
  ],
  volumes: [
    ...(hasSettings ? [{ name: "settings", configMap: { name } }] : []),
    { name: "secrets", secret: { secretName: name } },
    { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
  ],
});
