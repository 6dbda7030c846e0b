import { readdirSync } from "node:fs";
import { join } from "node:path";

import { labNamed, labs, type Lab } from "../../../apps/labs";
import { sandboxPaths } from "../../../sandbox/paths";
import { workAll } from "./course";

/**
 * Works labs in the sandbox of this clone, whose dev and classroom stand and whose kubeconfigs are handed out:
 * `npx tsx test/e2e/labs/try.ts [LAB…]`.
 */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => labNamed(name) === undefined);
  if (unknown !== undefined) throw new Error(`there is no lab ${unknown}`);
  const asked = ({ name }: Lab) => names.length === 0 || names.includes(name);
  const handout = join(sandboxPaths("classroom").dir, "handout");
  const students = readdirSync(handout).map((file) => [
    file.replace(/\.kubeconfig$/, ""),
    join(handout, file),
  ]);
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1_000);
  const outcomes = await workAll(
    labs.filter(asked),
    {
      instructor: sandboxPaths("dev").kubeconfig,
      students: Object.fromEntries(students) as Record<string, string>,
      domain: "students.example.com",
      ingressClass: "nginx",
      registry: "000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/*",
      cache: sandboxPaths("classroom").dir,
    },
    (name, error) => {
      console.log(`${seconds()} s ${error ? `✗ ${name}: ${error.stack ?? ""}` : `✓ ${name}`}`);
    },
  );
  console.log(`${outcomes.size} labs in ${seconds()} s`);
  process.exitCode = [...outcomes.values()].some(Boolean) ? 1 : 0;
}

void main(process.argv.slice(2));
