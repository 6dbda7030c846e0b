import { object, podsOf } from "./objects";
import { images } from "./pins";
import { small } from "./sizes";

export const colors = ["blue", "green"] as const;
export type Color = (typeof colors)[number];

/** A page of one color: a Deployment and the Service before it. */
export const page = (color: Color) => [
  object("Deployment", color, {
    spec: {
      replicas: 2,
      ...podsOf(
        { app: color },
        {
          containers: [
            {
              name: "nginx",
              image: images.nginx,
              ports: [{ name: "http", containerPort: 80 }],
              resources: small,
            },
          ],
        },
      ),
    },
  }),
  object("Service", color, {
    spec: { selector: { app: color }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  }),
];

export const backend = (color: Color) => ({ service: { name: color, port: { name: "http" } } });
