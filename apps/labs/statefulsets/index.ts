import { defineLab } from "../define";
import { object, podsOf } from "../objects";
import { images } from "../pins";
import { small } from "../sizes";

export const statefulsets = defineLab({
  name: "statefulsets",
  title: "StatefulSet: three with claims",
  day: 2,
  who: "student",
  needs: ["block-storage"],
  text: [
    "The pods of a StatefulSet have names that stay: web-0, web-1, web-2, each with a claim of its own (www-web-0 …) and a DNS name below the headless Service, web-0.nginx.",
    "They start one after the other, and go in the other order. A pod that is replaced gets its old name and its old disk.",
  ].join("\n"),
  changes: [
    "kubectl get pods --selector app=nginx --watch, and kubectl get pvc",
    "kubectl delete pod web-1: the next one is web-1 too, on www-web-1",
    "kubectl scale statefulset web --replicas 2: web-2 goes, its claim stays",
    "kubectl exec web-0 -- sh -c 'hostname > /usr/share/nginx/html/index.html'",
    "kubectl delete statefulset web, then the claims: they cost until then",
  ],
  baseline: () => [],
  makes: () => [
    object("Service", "nginx", {
      spec: { clusterIP: "None", selector: { app: "nginx" }, ports: [{ name: "web", port: 80 }] },
    }),
    object("StatefulSet", "web", {
      spec: {
        serviceName: "nginx",
        replicas: 3,
        ...podsOf(
          { app: "nginx" },
          {
            terminationGracePeriodSeconds: 10,
            containers: [
              {
                name: "nginx",
                image: images.nginx,
                ports: [{ name: "web", containerPort: 80 }],
                volumeMounts: [{ name: "www", mountPath: "/usr/share/nginx/html" }],
                resources: small,
              },
            ],
          },
        ),
        volumeClaimTemplates: [
          {
            metadata: { name: "www" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: "1Gi" } },
            },
          },
        ],
      },
    }),
  ],
  notShown: ["what is written to the disks", "names in DNS: nothing asks for them"],
});
