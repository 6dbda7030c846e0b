import { pod, service, slice } from "../worlds";
import { noEndpoints, type Case } from "./case";

const other = (changes: Parameters<typeof pod>[0]) =>
  pod({ metadata: { name: "web-2" }, status: { podIP: "10.64.1.8" }, ...changes });
const both = { slices: [slice(["10.64.1.7", "10.64.1.8"])] };

export const ports: readonly Case[] = [
  {
    rule: "a named port",
    wrong: { services: [service({ ports: [{ port: 80, targetPort: "web" }] })] },
    says: /^Service\/web its port 80 leads to one named web, and the pods have no such port, but 8080 \(http\) \| .*patch service web --type json .*"value":8080/,
    right: { services: [service({ ports: [{ port: 80, targetPort: "http" }] })] },
  },
  {
    rule: "a port that nobody listens on",
    wrong: { services: [service({ ports: [{ port: 80 }] })] },
    says: /^Service\/web its port 80 leads to 80\/TCP, and the pods say that they listen on 8080 \(http\) alone/,
    right: {
      services: [service({ ports: [{ port: 80 }] })],
      pods: [pod({ ports: [] })],
    },
  },
  {
    rule: "another protocol",
    wrong: { services: [service({ ports: [{ port: 80, targetPort: 8080, protocol: "UDP" }] })] },
    says: /leads to 8080\/UDP/,
    right: { services: [service({ ports: [{ port: 80, targetPort: 8080 }] })] },
  },
  {
    rule: "endpoints that lag",
    wrong: noEndpoints,
    says: /^Service\/web does not lead to web-1 yet, which is ready/,
    right: { slices: [slice(["10.64.1.7"])] },
  },
  {
    rule: "an endpoint that lags",
    wrong: { pods: [pod({}), other({})] },
    says: /^Service\/web does not lead to web-2 yet/,
    right: { pods: [pod({}), other({})], slices: [slice(["10.64.1.7", "10.64.1.8"])] },
    noted: true,
  },
  {
    rule: "a port that some pods have not",
    wrong: {
      pods: [pod({}), other({ ports: [{ containerPort: 9090, name: "admin" }] })],
      ...both,
    },
    says: /^Service\/web its port 80 leads to one named http, and web-2 has no such port, but 9090 \(admin\)/,
    right: { pods: [pod({}), other({})], ...both },
  },
];
