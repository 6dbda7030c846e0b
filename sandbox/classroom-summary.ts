import type { Provider } from "./engine/session";
import { heading, row, simulatedProviders } from "./summary";

export interface ClassroomSummary {
  readonly stack: string;
  readonly platform: string;
  readonly kubeconfig: string;
  readonly resources: number;
  readonly students: Readonly<Record<string, { namespace: string; host?: string }>>;
  readonly providers: readonly Provider[];
}

/** The end of `up` of a classroom, for a person. */
export function classroomSummary(s: ClassroomSummary): string {
  const students = Object.values(s.students);
  const command = (verb: string) => `npm run sandbox -- ${verb} --stack ${s.stack}`;
  return [
    "",
    `Classroom "${s.stack}" stands on "${s.platform}" on this machine`,
    "",
    heading("stands"),
    row("students", `${students.length}, in ${s.resources} resources`),
    ...students.map(({ namespace, host }) => row(`  ${namespace}`, host ?? "no host")),
    "",
    heading("simulated here"),
    ...simulatedProviders(s.providers).map(([what, how]) => row(what, how)),
    row("network policies", "stored, and enforced by nobody here; on EKS by the VPC CNI"),
    row("rights, quotas, guards", "not simulated: the API server judges each request"),
    "",
    heading("what next"),
    row("hand out", `npm run course -- handout --stack ${s.stack}`),
    row("look", `${command("kubectl")} get resourcequota -A`),
    row("change", `edit stacks/Pulumi.${s.stack}.yaml, then ${command("up")}`),
    row("destroy", command("destroy")),
    "",
  ].join("\n");
}
