import { kubectl, note, saw, wrong, type Finding, type World } from "../world";

/** What the student's own rights are made of, by the classroom. */
export const ownRights = ["Role/student", "RoleBinding/student"] as const;

/** What keeps a student from everything, whatever the service. */
export function accessFindings(world: World, stack: string): Finding[] {
  const { student, namespace, rights, dnsReady } = world;
  const reset = `npm run course -- reset --stack ${stack} --students ${student}`;
  if (!namespace)
    return [
      wrong(
        `Namespace/${student}`,
        "is not there",
        `npm run sandbox -- up --stack ${stack} (on AWS: pulumi up --stack ${stack})`,
      ),
    ];
  const missing = ownRights.filter((it) => saw(world, "rights") && !rights.includes(it));
  return [
    ...(namespace.terminating
      ? [
          wrong(
            `Namespace/${student}`,
            "is being deleted, and takes nothing new; something in it with a finalizer keeps it",
            reset,
          ),
        ]
      : []),
    ...missing.map((object) =>
      wrong(object, "is not there, so that the student may do nothing in the namespace", reset),
    ),
    ...(dnsReady === false
      ? [
          note(
            "Deployment/coredns",
            "has no ready pod: no name of any Service is found, for anybody",
            kubectl({ student: "kube-system" }, "get pods -l k8s-app=kube-dns"),
          ),
        ]
      : []),
  ];
}
