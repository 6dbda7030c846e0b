import { join } from "node:path";

import {
  ApiException,
  AuthenticationV1TokenRequest,
  CoreV1Api,
  KubeConfig,
  V1TokenRequestSpec,
} from "@kubernetes/client-node";

import { studentAccount } from "../../components/classroom/rights";
import { UserError } from "../../sandbox/errors";
import { writePrivate } from "../../sandbox/files";
import { sandboxPaths } from "../../sandbox/paths";
import { consoleProgress } from "../../sandbox/progress";
import { placeOf, type Place } from "../places";
import { classroomConfig, requireStudents } from "../places/classroom";
import { studentKubeconfig, type Login } from "./kubeconfig";

export interface HandoutFlags {
  readonly stack: string;
  readonly aws?: boolean;
  readonly students?: readonly string[];
  readonly to?: string;
  readonly hours: number;
  readonly json?: boolean;
}

/** Writes a kubeconfig for each student, for its owner alone, and says where. */
export async function handout(flags: HandoutFlags): Promise<void> {
  const { stack } = flags;
  const place = await placeOf(stack, flags.aws ?? false, consoleProgress());
  const config = classroomConfig(stack, place.config());
  const all = Object.keys(config.students);
  const names = flags.students ?? all;
  requireStudents(all, names);
  const folder = flags.to ?? join(sandboxPaths(stack).dir, "handout");
  const withIam = (student: string) =>
    !place.account.simulated &&
    (config.iam.makeUsers || config.students[student]?.principalArn !== undefined);
  const { kubeconfig } = place;
  const issue = tokens(place, flags.hours);
  const files: Record<string, string> = {};
  for (const student of names) {
    const login: Login = withIam(student)
      ? { by: "aws", clusterName: clusterIn(kubeconfig), region: config.region }
      : { by: "token", token: await issue(student) };
    files[student] = join(folder, `${student}.kubeconfig`);
    writePrivate(files[student], studentKubeconfig(kubeconfig, student, login));
  }
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ stack, files }, undefined, 2)}\n`
      : `${Object.values(files).join("\n")}\n${names.length} written, each for one student. ` +
          `Where they hold a token, it is good for ${flags.hours} hours.\n`,
  );
}

/** The name that EKS knows the cluster by stands in the instructor's own way in. */
function clusterIn(kubeconfig: string): string {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { args = [] } = (config.getCurrentUser()?.exec ?? {}) as { args?: string[] };
  const name = args[args.indexOf("--cluster-name") + 1];
  if (name === undefined) throw new UserError("The stack's kubeconfig names no EKS cluster.");
  return name;
}

/** Asks the cluster for a token of the student's own service account. */
function tokens({ kubeconfig }: Place, hours: number): (student: string) => Promise<string> {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const spec = Object.assign(new V1TokenRequestSpec(), { expirationSeconds: hours * 3_600 });
  const body = Object.assign(new AuthenticationV1TokenRequest(), { spec });
  return async (namespace) => {
    try {
      const { status } = await core.createNamespacedServiceAccountToken({
        name: studentAccount,
        namespace,
        body,
      });
      return status?.token ?? "";
    } catch (error) {
      if (!(error instanceof ApiException) || error.code !== 404) throw error;
      throw new UserError(`${namespace} is not there yet: run up of the classroom first.`);
    }
  };
}
