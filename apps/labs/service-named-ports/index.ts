import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

const web = (containerPort: number) => ({
  ...nginx,
  ports: [{ name: "http", containerPort }],
});

export const serviceNamedPorts = defineLab({
  name: "service-named-ports",
  title: "Service: named and many ports",
  day: 2,
  who: "student",
  text: [
    "A Service's targetPort may be the name of a container's port. Pods may then move to another number one by one,",
    "and nobody who calls the Service notices. A Service with more than one port must name each.",
  ].join("\n"),
  changes: [
    "kubectl get endpointslices -l kubernetes.io/service-name=web",
    'kubectl patch deployment web --type=json -p \'[{"op":"replace","path":"/spec/template/spec/containers/0/ports/0/containerPort","value":8080}]\'',
    "a second port without a name",
  ],
  baseline: () => [
    deployment("web", { containers: [web(80)] }),
    service("web", { ports: [{ name: "http", port: 80, targetPort: "http" }] }),
  ],
});
