import { platformVersions } from "../../versions";
import type { ElasticsearchLogs } from "./args";
import { loggingNamespace } from "./names";
import { outsideMesh } from "./prometheus";
import { requestsOf, sizes } from "./sizes";

const name = "elasticsearch";

/** How one gets in: names that the operator gives. Source: Elastic Cloud on Kubernetes, "Access services". */
export const elasticsearch = {
  host: `${name}-es-http.${loggingNamespace}.svc`,
  port: 9200,
  user: "elastic",
  passwordSecret: `${name}-es-elastic-user`,
  certificateSecret: `${name}-es-http-certs-public`,
} as const;

/** Values of the chart `eck-operator`: it serves its own namespace, and asks nobody outside. */
export const eckOperatorValues = {
  resources: requestsOf(sizes.eckOperator),
  managedNamespaces: [loggingNamespace],
  podLabels: outsideMesh,
  telemetry: { disabled: true },
};

const pod = (container: string, size: (typeof sizes)["elasticsearch" | "kibana"]) => ({
  metadata: { labels: outsideMesh },
  spec: {
    automountServiceAccountToken: false,
    containers: [{ name: container, resources: requestsOf(size) }],
  },
});

/** Values of the chart `eck-stack`: one node, which takes half of its memory for Java by itself. */
export const eckStackValues = ({ storage = {}, kibana = true, onDestroy }: ElasticsearchLogs) => ({
  "eck-elasticsearch": {
    fullnameOverride: name,
    version: platformVersions.elasticStack.version,
    volumeClaimDeletePolicy:
      onDestroy === "keep" ? "DeleteOnScaledownOnly" : "DeleteOnScaledownAndClusterDeletion",
    nodeSets: [
      {
        name: "default",
        count: 1,
        // Without it, a privileged container would have to raise the node's vm.max_map_count.
        config: { "node.store.allow_mmap": false },
        podTemplate: pod("elasticsearch", sizes.elasticsearch),
        volumeClaimTemplates: [
          {
            metadata: { name: "elasticsearch-data" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: `${storage.sizeGiB ?? 20}Gi` } },
              ...(storage.storageClassName !== undefined && {
                storageClassName: storage.storageClassName,
              }),
            },
          },
        ],
      },
    ],
  },
  "eck-kibana": {
    enabled: kibana,
    fullnameOverride: "kibana",
    version: platformVersions.elasticStack.version,
    elasticsearchRef: { name },
    podTemplate: pod("kibana", sizes.kibana),
  },
});
