import { defineLab } from "../define";
import { nginx, pod } from "../parts";
import { images } from "../pins";

const repository = "https://github.com/octocat/Hello-World.git";
const page = [{ name: "page", mountPath: "/usr/share/nginx/html" }];

export const volumeGit = defineLab({
  name: "volume-git",
  title: "What took the place of the git volume",
  day: 2,
  who: "student",
  text: [
    "The course's gitRepo volume had the node run git as root, and is switched off in Kubernetes since 1.33.",
    "Today an init container clones into an emptyDir, under the pod's own rights, and the web server finds the files there.",
  ].join("\n"),
  changes: [
    "kubectl logs site -c clone",
    "kubectl port-forward site 8080:80",
    "a pod with the old volume: gitRepo: { repository: … }, and read why it is refused",
  ],
  baseline: () => [
    pod(
      "site",
      {
        initContainers: [
          {
            name: "clone",
            image: images.git,
            args: ["clone", "--depth=1", repository, "/page"],
            volumeMounts: [{ name: "page", mountPath: "/page" }],
          },
        ],
        containers: [{ ...nginx, volumeMounts: page }],
        volumes: [{ name: "page", emptyDir: {} }],
      },
      { app: "site" },
    ),
  ],
  notShown: ["the cloned files: a simulated init container runs nothing"],
});
