import { defineLab } from "../define";
import { object } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";
import { marksOf, releaseSecret, type HelmRelease } from "./release";

const name = "web";
const values = { replicaCount: 2 };

const releaseIn = (namespace: string): HelmRelease => ({
  name,
  namespace,
  chart: { name: "hello", version: "0.1.0", appVersion: images.nginx.replace(/^.*:/, "") },
  revision: 1,
  values,
});

/** What the chart's templates come to with these values. */
function rendered(release: HelmRelease) {
  const marks = marksOf(release);
  const labels = {
    "app.kubernetes.io/name": release.chart.name,
    "app.kubernetes.io/instance": release.name,
  };
  return [
    object(
      "Service",
      `${name}-hello`,
      { spec: { selector: labels, ports: [{ port: 80 }] } },
      marks,
    ),
    object(
      "Deployment",
      `${name}-hello`,
      {
        spec: {
          replicas: values.replicaCount,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels: marks.labels },
            spec: {
              containers: [
                {
                  name: "hello",
                  image: images.nginx,
                  ports: [{ name: "http", containerPort: 80 }],
                  resources: small,
                },
              ],
            },
          },
        },
      },
      marks,
    ),
  ];
}

export const helm = defineLab({
  name: "helm",
  title: "Helm: a chart, a release, its revisions",
  day: 2,
  who: "student",
  text: [
    "A chart is templates and values; a release is a chart that was installed, with a name.",
    "Since version 3 Helm needs nothing in the cluster, and Tiller is gone. It works with one's own rights, and keeps each revision in a Secret beside the objects.",
    "What `helm install web ./hello` leaves is made here without it: two objects with Helm's labels, and the Secret of revision 1. So helm list finds it, and helm upgrade goes on from it.",
  ].join("\n"),
  changes: [
    "helm create hello; helm template web ./hello: what would be applied",
    "helm list; helm get manifest web",
    "helm upgrade web ./hello --set replicaCount=3; helm history web",
    "helm rollback web 1; helm uninstall web",
  ],
  baseline: () => [],
  makes: ({ namespace }) => {
    const release = releaseIn(namespace);
    const objects = rendered(release);
    return [...objects, releaseSecret(release, objects)];
  },
  notShown: [
    "the helm command: what stands in for it is the same objects, labels and release Secret as it would leave",
  ],
});
