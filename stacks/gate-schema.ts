import { z } from "zod";

import { flag, whole } from "./keys/words";

/** What a gate asks for where nothing else is said. */
export const gateDefaults = { windowSeconds: 60, minRequests: 100, patienceSeconds: 600 } as const;

const defaultQuantile = 0.95;

/** All of it may be left out: a service's table goes over the shop's, key by key. */
export const gateSchema = z
  .strictObject({
    enabled: flag().optional().meta({
      description: "The gate's switch: `false` takes it out and keeps its table for later.",
      example: false,
    }),
    successPercent: z.number().gt(0).max(100).optional().meta({
      description:
        "Least share of the new version's requests that are answered with anything but 5xx; by default not asked for.",
      unit: "per cent",
      expects: "a number above 0 and up to 100",
      example: 99,
    }),
    latency: z
      .strictObject({
        milliseconds: whole(1, 600_000).meta({
          description:
            "Within which the new version answers that share of its requests. Prometheus knows it as exactly as the proxies' histogram: 1, 5, 10, 25, 50, 100, 250, 500 ms, 1 s and so on, and straight lines between.",
          unit: "ms",
          example: 500,
        }),
        quantile: z.number().gt(0).lt(1).default(defaultQuantile).meta({
          description: "Which share of the requests: 0.95 leaves out the slowest twentieth.",
          expects: "a number above 0 and below 1",
          example: 0.99,
        }),
      })
      .optional()
      .meta({ expects: "a table with milliseconds" }),
    windowSeconds: whole(10, 3600)
      .optional()
      .meta({
        description: `How long requests are counted before the gate judges, from when traffic has moved; it never looks back further. At least twice \`observability.prometheus.scrapeSeconds\`. By default ${gateDefaults.windowSeconds}.`,
        unit: "seconds",
        example: gateDefaults.windowSeconds,
      }),
    minRequests: whole(1, 1_000_000)
      .optional()
      .meta({
        description: `Fewest requests within the window that it judges by. By default ${gateDefaults.minRequests}.`,
        unit: "requests",
        example: gateDefaults.minRequests,
      }),
    patienceSeconds: whole(0, 86_400)
      .optional()
      .meta({
        description: `How long it waits for as many, once the window is over. Then the rollout stops where it is, neither aborted nor let through. By default ${gateDefaults.patienceSeconds}.`,
        unit: "seconds",
        example: gateDefaults.patienceSeconds,
      }),
  })
  .meta({ expects: "a table such as { successPercent: 99, latency: { milliseconds: 500 } }" });

/** A gate as a rollout asks it. */
export interface Gate {
  readonly successPercent?: number;
  readonly latency?: { readonly milliseconds: number; readonly quantile: number };
  readonly windowSeconds: number;
  readonly minRequests: number;
  readonly patienceSeconds: number;
}
