import type { Lesson } from "./lesson";
import { exportTo, meshObject } from "./objects";

const app = (name: string) => ({ matchLabels: { app: name } });

const api = { host: "worldclockapi.com", port: 80 } as const;
const calling = { calls: { service: "recommendation", ...api } } as const;

const sidecar = (mode: "REGISTRY_ONLY" | "ALLOW_ANY") =>
  meshObject("Sidecar", "default", { outboundTrafficPolicy: { mode } });

const worldClock = meshObject("ServiceEntry", "worldclockapi", {
  hosts: [api.host],
  exportTo,
  ports: [{ number: api.port, name: "http-80", protocol: "HTTP" }],
  location: "MESH_EXTERNAL",
  resolution: "DNS",
});

/** Calls that leave the cluster. */
export const egress = [
  {
    name: "egress-blocked",
    teaches: "With REGISTRY_ONLY pods reach what the mesh knows, and nothing outside.",
    objects: [sidecar("REGISTRY_ONLY")],
    ...calling,
    sees: [{ statuses: { 503: 1 } }],
  },
  {
    name: "egress-opened",
    teaches: "A ServiceEntry makes one host outside known to the mesh, and only that one.",
    objects: [sidecar("REGISTRY_ONLY"), worldClock],
    ...calling,
    sees: [{}],
  },
  {
    name: "egress-any",
    teaches: "With ALLOW_ANY pods reach every host, known or not.",
    objects: [sidecar("ALLOW_ANY")],
    ...calling,
    sees: [{}],
  },
] as const satisfies readonly Lesson[];

/** Where the stack's tutorial stands. */
const principal = (namespace: string, account: string) =>
  `cluster.local/ns/${namespace}/sa/${account}`;

/** Who may call whom. They name identities, and those name their namespace. */
export const accessIn = (namespace: string) =>
  [
    {
      name: "deny-list",
      teaches:
        "Who is denied is turned away, whatever else allows it: preference may not call recommendation.",
      objects: [
        meshObject("AuthorizationPolicy", "deny-preference", {
          selector: app("recommendation"),
          action: "DENY",
          rules: [{ from: [{ source: { principals: [principal(namespace, "preference")] } }] }],
        }),
      ],
      sees: [{ statuses: { 403: 1 } }],
    },
    {
      name: "allow-list",
      teaches:
        "All are denied but those with one identity: customer may call preference, nobody else.",
      objects: [
        meshObject("AuthorizationPolicy", "customer-alone", {
          selector: app("preference"),
          action: "DENY",
          rules: [{ from: [{ source: { notPrincipals: [principal(namespace, "customer")] } }] }],
        }),
      ],
      sees: [{}],
    },
    {
      name: "deny-by-method",
      teaches: "A policy looks at the request too: the recommendation answers no GET.",
      objects: [
        meshObject("AuthorizationPolicy", "no-get", {
          selector: app("recommendation"),
          action: "DENY",
          rules: [{ to: [{ operation: { methods: ["GET"] } }] }],
        }),
      ],
      sees: [{ statuses: { 403: 1 } }],
    },
  ] as const satisfies readonly Lesson[];

/** Whose tokens are believed. */
export interface TokenIssuer {
  readonly issuer: string;
  /** Its public keys, as a JSON Web Key Set (RFC 7517). */
  readonly jwks: string;
}

/** Requests to the customer by token: a wrong one is 401, none is 403, and `group` must be `admin`. */
export const tokens = ({ issuer, jwks }: TokenIssuer) =>
  ({
    name: "jwt",
    teaches:
      "A request is let in by a token that its issuer has signed, and by what the token says.",
    objects: [
      meshObject("RequestAuthentication", "customer-tokens", {
        selector: app("customer"),
        jwtRules: [{ issuer, jwks }],
      }),
      meshObject("AuthorizationPolicy", "customer-admins", {
        selector: app("customer"),
        action: "DENY",
        rules: [
          { from: [{ source: { notRequestPrincipals: ["*"] } }] },
          { when: [{ key: "request.auth.claims[group]", notValues: ["admin"] }] },
        ],
      }),
    ],
    sees: [
      { statuses: { 403: 1 } },
      { headers: { authorization: "Bearer no.such.token" }, statuses: { 401: 1 } },
    ],
  }) as const satisfies Lesson;

/** Plaintext from outside the mesh is taken beside mutual TLS. */
export const permissive = {
  name: "mtls-permissive",
  teaches:
    "Where mutual TLS is strict, whoever shows no certificate gets no answer; where it is permissive, one by policy.",
  objects: [meshObject("PeerAuthentication", "default", { mtls: { mode: "PERMISSIVE" } })],
  sees: [{}],
} as const satisfies Lesson;
