import { backend, colors, page } from "../colors";
import { defineLab } from "../define";
import { object } from "../objects";
import { sharedIngress } from "../shared-ingress";

export const ingressPaths = defineLab({
  name: "ingress-paths",
  title: "Ingress by path: /blue and /green on one host",
  day: 2,
  who: "student",
  needs: ["ingress"],
  text: [
    "One host, and the path decides: /blue and whatever lies below it goes to blue, /green to green, everything else to blue.",
    "Of several paths that match, the longest wins. Prefix compares whole parts between slashes: /blueberry is not below /blue.",
  ].join("\n"),
  changes: [
    "curl --header 'Host: HOST' http://ADDRESS/green",
    "kubectl edit ingress paths: add /sky for blue, with pathType Exact, then ask for /sky/high",
    "delete the path / and see what an unknown path gets",
  ],
  baseline: () => colors.flatMap(page),
  makes: (place) => {
    const { host, className } = sharedIngress(place);
    const all = colors.map((color) => ({ path: `/${color}`, color }));
    return [
      object("Ingress", "paths", {
        spec: {
          ingressClassName: className,
          rules: [
            {
              host,
              http: {
                paths: [...all, { path: "/", color: "blue" as const }].map(({ path, color }) => ({
                  path,
                  pathType: "Prefix",
                  backend: backend(color),
                })),
              },
            },
          ],
        },
      }),
    ];
  },
  notShown: [
    "the answers: no controller runs in the sandbox, the rules and their endpoints are real",
  ],
});
