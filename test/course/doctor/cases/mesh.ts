import { type Case } from "./case";

const destination = (host: string, subset?: string) => ({
  metadata: { name: "web" },
  spec: {
    hosts: ["web"],
    http: [{ route: [{ destination: { host, ...(subset !== undefined && { subset }) } }] }],
  },
});

const cut = (labels: Record<string, string>) => ({
  metadata: { name: "web" },
  spec: { host: "web", subsets: [{ name: "v2", labels }] },
});

export const mesh: readonly Case[] = [
  {
    rule: "a route to a subset that is not cut",
    wrong: { routes: [destination("web", "v2")] },
    says: /^VirtualService\/web routes to the subset v2 of web, which no DestinationRule has/,
    right: { routes: [destination("web", "v2")], cuts: [cut({ app: "web" })] },
  },
  {
    rule: "a subset without pods",
    wrong: { routes: [destination("web", "v2")], cuts: [cut({ version: "v2" })] },
    says: /^DestinationRule\/web cuts the subset v2 by \{"version":"v2"\}, which none of the pods of web has/,
    right: { routes: [destination("web.user01.svc.cluster.local")] },
  },
  {
    rule: "a route to no Service",
    wrong: { routes: [destination("recommendation")] },
    says: /^VirtualService\/web routes to recommendation, and there is no such Service/,
    right: { routes: [destination("api.example.com")] },
  },
];
