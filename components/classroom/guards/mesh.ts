import { cel, type Guard } from "./guard";

const networking = (...names: string[]) => [{ group: "networking.istio.io", names }];

/** Hosts of the student's own Services, short or in full. */
const isOwnService = (host: string) =>
  `(!${host}.contains('.') || ['', '.svc', '.svc.cluster.local'].exists(e, ${host}.endsWith('.' + request.namespace + e)))`;

const exportTo = "object.spec.?exportTo.orValue([])";

/**
 * Students share a mesh: what one says of hosts and routes is for their own sidecars, and, for the own host and the own
 * Services, for the shared gateway.
 */
export function meshGuards(domain: string | undefined, gateways: readonly string[]): Guard[] {
  const places = [".", ...gateways];
  const rightPlaces = `${exportTo}.size() > 0 && ${exportTo}.all(e, e in ${cel(places)})`;
  const shown = `exportTo must be ["."]${gateways.length > 0 ? `, or also ${gateways.join(", ")} for the own host` : ""}: without it the whole mesh would follow`;
  const isPrivate = `${exportTo} == ['.']`;
  const isOwnHost =
    domain === undefined
      ? () => "false"
      : (host: string) =>
          `(${host} == request.namespace + ${cel(`.${domain}`)} || ${host}.endsWith('.' + request.namespace + ${cel(`.${domain}`)}))`;
  const destinations = ["http", "tcp", "tls"]
    .map(
      (kind) =>
        `object.spec.?${kind}.orValue([]).all(h, h.?route.orValue([]).all(r, ${isOwnService("r.destination.host")}))`,
    )
    .join(" && ");
  const mirrors = `object.spec.?http.orValue([]).all(h, (!has(h.mirror) || ${isOwnService("h.mirror.host")}) && h.?mirrors.orValue([]).all(m, ${isOwnService("m.destination.host")}))`;
  return [
    {
      name: "virtual-services",
      of: "students",
      resources: networking("virtualservices"),
      rules: [
        { right: rightPlaces, says: shown },
        {
          right: `${isPrivate} || (object.spec.?hosts.orValue([]).all(h, ${isOwnHost("h")}) && ${destinations} && ${mirrors})`,
          says: "what a shared gateway serves must have the student's own host, and lead to Services of the own namespace",
        },
        {
          right: "object.spec.?http.orValue([]).all(h, !has(h.delegate))",
          says: "delegate leads to routes of other namespaces: write the route here",
        },
      ],
    },
    {
      name: "destination-rules",
      of: "students",
      resources: networking("destinationrules"),
      rules: [
        { right: rightPlaces, says: shown },
        {
          right: `${isPrivate} || ${isOwnService("object.spec.host")}`,
          says: "what a shared gateway follows must be of a Service of the own namespace",
        },
      ],
    },
    {
      name: "service-entries",
      of: "students",
      resources: networking("serviceentries"),
      rules: [
        {
          right: isPrivate,
          says: 'exportTo must be ["."]: without it the whole mesh would follow',
        },
      ],
    },
  ];
}

const spellings = ["jwksUri", "jwks_uri"];

/**
 * istiod itself fetches the keys by which sidecars judge tokens, from an address in a rule or from the issuer's where a rule
 * has no keys, and nothing is shut for istiod. Source: Istio 1.31, pilot/pkg/model/jwks_resolver.go.
 */
export const tokenGuard = (externalNames: readonly string[]): Guard => {
  const isOutside = `isURL(u) && ${cel(externalNames)}.exists(d, url(u).getHostname() == d || url(u).getHostname().endsWith('.' + d))`;
  // The API server takes both spellings, and Istio reads both.
  const addresses = `[${spellings.map((it) => `r.?${it}.orValue('')`).join(", ")}].filter(u, u != '')`;
  return {
    name: "token-keys",
    of: "students",
    resources: [{ group: "security.istio.io", names: ["requestauthentications"] }],
    rules: [
      {
        right: `object.?spec.?jwtRules.orValue([]).all(r, (r.?jwks.orValue('') != '' || ${addresses}.size() > 0) && ${addresses}.all(u, ${isOutside}))`,
        says: `each rule must have its keys in jwks, or at a jwksUri below ${externalNames.join(", ") || "nothing here"}: istiod fetches what is left out or elsewhere, from what is shut for pods`,
      },
    ],
  };
};
