import type { CloudWatchLogs, ElasticsearchLogs, NonEmptyArray } from "./args";
import { elasticsearch } from "./elasticsearch";
import { outsideMesh } from "./prometheus";
import { requestsOf, sizes } from "./sizes";

/** Whom the role is for. */
export const fluentBitAccount = "fluent-bit";

/** A section of Fluent Bit's classic configuration. */
const section = (kind: string, settings: Readonly<Record<string, string>>): string =>
  [`[${kind}]`, ...Object.entries(settings).map(([key, value]) => `    ${key} ${value}`), ""].join(
    "\n",
  );

/** A file's name begins with pod, namespace and container, each joined by `_`: only the namespace is in the middle. */
const paths = (namespaces: NonEmptyArray<string> | undefined): string =>
  namespaces === undefined
    ? "/var/log/containers/*.log"
    : namespaces.map((name) => `/var/log/containers/*_${name}_*.log`).join(",");

/**
 * What runs through: files of the container runtime, stack traces of Java put together, names of
 * Kubernetes added. Lines wait on the node's disk while the other end is away, 256 MB at most.
 * Source of the keys: Fluent Bit's manual, tail, multiline, kubernetes, buffering.
 */
const pipeline = (namespaces: NonEmptyArray<string> | undefined) => ({
  service: section("SERVICE", {
    Daemon: "Off",
    Flush: "5",
    Log_Level: "warn",
    Parsers_File: "/fluent-bit/etc/parsers.conf",
    HTTP_Server: "On",
    HTTP_Listen: "0.0.0.0",
    HTTP_Port: "2020",
    Health_Check: "On",
    "storage.path": "/var/log/fluent-bit/buffer/",
    "storage.backlog.mem_limit": "16M",
  }),
  inputs: section("INPUT", {
    Name: "tail",
    Tag: "kube.*",
    Path: paths(namespaces),
    Exclude_Path: "/var/log/containers/fluent-bit-*.log",
    "multiline.parser": "docker, cri",
    DB: "/var/log/fluent-bit/tail.db",
    Mem_Buf_Limit: "16MB",
    Skip_Long_Lines: "On",
    "storage.type": "filesystem",
  }),
  filters: [
    section("FILTER", {
      Name: "multiline",
      Match: "kube.*",
      "multiline.key_content": "log",
      "multiline.parser": "java",
    }),
    section("FILTER", {
      Name: "kubernetes",
      Match: "kube.*",
      Merge_Log: "On",
      Keep_Log: "Off",
      Annotations: "Off",
      "K8S-Logging.Exclude": "On",
    }),
  ].join("\n"),
});

/** The stream is the pod; only a full stop may follow a name that is filled in. */
const stream =
  "$kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']";

/** Source of the keys: Fluent Bit's manual, "Amazon CloudWatch Logs". */
export const cloudWatchOutput = (region: string, group: string): string =>
  section("OUTPUT", {
    Name: "cloudwatch_logs",
    Match: "kube.*",
    region,
    log_group_name: group,
    log_stream_prefix: "other-",
    log_stream_template: stream,
    auto_create_group: "false",
    Retry_Limit: "10",
    "storage.total_limit_size": "256M",
  });

/** Source of the keys: Fluent Bit's manual, "Elasticsearch". */
const elasticsearchOutput = section("OUTPUT", {
  Name: "es",
  Match: "kube.*",
  Host: elasticsearch.host,
  Port: String(elasticsearch.port),
  HTTP_User: elasticsearch.user,
  HTTP_Passwd: "${ELASTIC_PASSWORD}",
  tls: "On",
  "tls.ca_file": "/fluent-bit/elasticsearch/ca.crt",
  Logstash_Format: "On",
  Logstash_Prefix: "containers",
  Suppress_Type_Name: "On",
  Replace_Dots: "On",
  Trace_Error: "On",
  Retry_Limit: "10",
  "storage.total_limit_size": "256M",
});

const common = {
  serviceAccount: { name: fluentBitAccount },
  image: { pullPolicy: "IfNotPresent" },
  podLabels: outsideMesh,
  resources: requestsOf(sizes.fluentBit),
  // Every node's, those of a course's own taints too.
  tolerations: [{ operator: "Exists" }],
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
  updateStrategy: { rollingUpdate: { maxUnavailable: 1 } },
};

/** Values of the chart `fluent-bit`, for CloudWatch Logs. The region comes by the environment. */
export const cloudWatchValues = ({ group, namespaces }: CloudWatchLogs) => ({
  ...common,
  config: { ...pipeline(namespaces), outputs: cloudWatchOutput("${AWS_REGION}", group) },
});

/** Values of the chart `fluent-bit`, for the Elasticsearch beside it. */
export const toElasticsearchValues = ({ namespaces }: ElasticsearchLogs) => ({
  ...common,
  config: { ...pipeline(namespaces), outputs: elasticsearchOutput },
  env: [
    {
      name: "ELASTIC_PASSWORD",
      valueFrom: {
        secretKeyRef: { name: elasticsearch.passwordSecret, key: elasticsearch.user },
      },
    },
  ],
  extraVolumes: [{ name: "ca", secret: { secretName: elasticsearch.certificateSecret } }],
  extraVolumeMounts: [{ name: "ca", mountPath: "/fluent-bit/elasticsearch", readOnly: true }],
});

/**
 * What Fargate's own log router is told. Source: Amazon EKS User Guide, "Start AWS Fargate logging for
 * your cluster": names of the parts, and 5,300 characters at most.
 */
export const logRouterConfig = (region: string, { group }: CloudWatchLogs) => ({
  flb_log_cw: "false",
  "filters.conf": [
    section("FILTER", { Name: "parser", Match: "*", Key_Name: "log", Parser: "crio" }),
    section("FILTER", {
      Name: "kubernetes",
      Match: "kube.*",
      Merge_Log: "On",
      Keep_Log: "Off",
      Buffer_Size: "0",
      Kube_Meta_Cache_TTL: "300s",
    }),
  ].join("\n"),
  "output.conf": section("OUTPUT", {
    Name: "cloudwatch_logs",
    Match: "kube.*",
    region,
    log_group_name: group,
    log_stream_prefix: "fargate-",
    auto_create_group: "false",
  }),
  "parsers.conf": section("PARSER", {
    Name: "crio",
    Format: "Regex",
    Regex: "^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$",
    Time_Key: "time",
    Time_Format: "%Y-%m-%dT%H:%M:%S.%L%z",
    Time_Keep: "On",
  }),
});
