import { defineLab } from "../define";
import { pod, shell } from "../parts";

export const commandsAndArgs = defineLab({
  name: "commands-and-args",
  title: "Commands and arguments",
  day: 2,
  who: "student",
  text: [
    "command takes the place of the image's ENTRYPOINT, args of its CMD; one may be given without the other.",
    "$(NAME) is put in from the container's variables by the cluster. A shell's $NAME is the shell's.",
    "Neither can be changed in a live pod.",
  ].join("\n"),
  changes: [
    "kubectl logs command-demo",
    "kubectl run hello --image=busybox --restart=Never --command -- sh -c 'echo hello; sleep 600'",
    "kubectl run args --image=busybox --restart=Never -- sleep 600",
    "change the args of command-demo in place, and read why that is refused",
  ],
  baseline: () => [
    pod(
      "command-demo",
      {
        containers: [
          shell("", {
            command: ["printenv"],
            args: ["HOSTNAME", "GREETING"],
            env: [
              { name: "NAME", value: "class" },
              { name: "GREETING", value: "hello, $(NAME)" },
            ],
          }),
        ],
      },
      { app: "command-demo" },
    ),
  ],
  notShown: ["what the containers print, and that they end"],
});
