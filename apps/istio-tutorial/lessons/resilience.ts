import type { Lesson } from "./lesson";
import { exportTo, meshObject } from "./objects";
import { anywhere, route, to, versions } from "./routes";

const host = "recommendation";
const half = { value: 50 };
const broken = { of: "v2", failures: { percent: 100, status: 503 } } as const;

const localRateLimit = "envoy.filters.http.local_ratelimit";
const everything = { default_value: { numerator: 100, denominator: "HUNDRED" } };

/** Answers that each workload's sidecar lets through, until the time is over. */
const tokens = 10;

/** What the mesh does about failures, and how it makes some. */
export const resilience = [
  {
    name: "preference-503",
    teaches:
      "A preference that fails fails its caller: whoever asks the customer gets 503, and no request reaches the recommendation.",
    objects: [
      meshObject("VirtualService", "preference", {
        hosts: ["preference"],
        exportTo,
        http: [
          {
            fault: { abort: { percentage: { value: 100 }, httpStatus: 503 } },
            route: [{ destination: { host: "preference" } }],
          },
        ],
      }),
    ],
    sees: [{ statuses: { 503: 1 } }],
  },
  {
    name: "retry",
    teaches:
      "A failed request is tried again at another pod, so that clients see none of v2's failures.",
    objects: [versions, route({ route: [anywhere], retries: { attempts: 3, retryOn: "5xx" } })],
    moods: [broken],
    sees: [{ versions: { v1: 1 } }],
  },
  {
    name: "timeout",
    teaches: "Who waits too long gets 504 at the time that the route sets.",
    objects: [versions, route({ route: [to("v2")], timeout: "0.5s" })],
    moods: [{ of: "v2", latencyMs: 3_000 }],
    sees: [
      { statuses: { 504: 1 }, slow: { milliseconds: 450, share: 1 } },
      { statuses: { 504: 1 }, slow: { milliseconds: 2_800, share: 0 } },
    ],
  },
  {
    name: "fault-abort",
    teaches: "The mesh fails half of the requests by itself: none of them reaches a pod.",
    objects: [
      versions,
      route({ fault: { abort: { percentage: half, httpStatus: 503 } }, route: [to("v1")] }),
    ],
    sees: [{ statuses: { 200: 0.5, 503: 0.5 } }],
  },
  {
    name: "fault-delay",
    teaches: "The mesh holds half of the requests back by itself.",
    objects: [
      versions,
      route({ fault: { delay: { percentage: half, fixedDelay: "1s" } }, route: [to("v1")] }),
    ],
    sees: [{ slow: { milliseconds: 950, share: 0.5 } }],
  },
  {
    name: "pool-ejection",
    teaches:
      "A pod that fails is taken out of the pool for a while, and clients see no more of its failures.",
    objects: [
      meshObject("DestinationRule", host, {
        host,
        exportTo,
        trafficPolicy: {
          outlierDetection: {
            consecutive5xxErrors: 1,
            interval: "1s",
            baseEjectionTime: "60s",
            maxEjectionPercent: 100,
          },
        },
      }),
      route({ route: [anywhere] }),
    ],
    moods: [broken],
    sees: [{ versions: { v1: 1 } }],
  },
] as const satisfies readonly Lesson[];

/** Its answer depends on how many come at once: the share of those turned away has no single value. */
export const circuitBreaker = {
  name: "circuit-breaker",
  teaches:
    "With one connection and one waiting request, whoever else comes to a slow service is turned away at once.",
  objects: [
    meshObject("DestinationRule", host, {
      host,
      exportTo,
      trafficPolicy: {
        connectionPool: {
          tcp: { maxConnections: 1 },
          http: { http1MaxPendingRequests: 1, maxRequestsPerConnection: 1 },
        },
      },
    }),
    route({ route: [anywhere] }),
  ],
  moods: [
    { of: "v1", latencyMs: 300 },
    { of: "v2", latencyMs: 300 },
  ],
  sees: [],
} as const satisfies Lesson;

/** Its answer depends on how many came before. */
export const rateLimit = {
  name: "rate-limit",
  teaches: `A sidecar lets ${tokens} requests in and answers 429 to the rest, until the time is over.`,
  objects: [
    versions,
    route({ route: [to("v1")] }),
    meshObject("EnvoyFilter", "recommendation-rate-limit", {
      workloadSelector: { labels: { app: host } },
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: {
            context: "SIDECAR_INBOUND",
            listener: {
              filterChain: { filter: { name: "envoy.filters.network.http_connection_manager" } },
            },
          },
          patch: {
            operation: "INSERT_BEFORE",
            value: {
              name: localRateLimit,
              typed_config: {
                "@type":
                  "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
                stat_prefix: "recommendation",
                token_bucket: {
                  max_tokens: tokens,
                  tokens_per_fill: tokens,
                  fill_interval: "600s",
                },
                filter_enabled: everything,
                filter_enforced: everything,
              },
            },
          },
        },
      ],
    }),
  ],
  tokens,
  sees: [],
} as const satisfies Lesson & { tokens: number };
