import { defineLab } from "../define";
import { deployment, nginx, service } from "../parts";

export const serviceExternalIps = defineLab({
  name: "service-external-ips",
  title: "Service: externalIPs",
  day: 2,
  who: "instructor",
  text: [
    "externalIPs has the nodes take whatever is sent to an address, and hand it to the Service; somebody else must lead it there.",
    "Nothing checks whose the address is: who may write it can take the traffic of all others (CVE-2020-8554).",
    "So it is shown by the instructor, and refused to students.",
  ].join("\n"),
  changes: ["kubectl get service web -o wide", "as a student, set externalIPs on a Service"],
  baseline: () => [
    deployment("web", { containers: [nginx] }),
    service("web", { externalIPs: ["203.0.113.20"] }),
  ],
  notShown: ["that the address is taken: no node routes in the sandbox"],
});
