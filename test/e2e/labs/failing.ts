import type { KubeObject } from "../../../components/classroom/objects";
import type { Hands } from "./hands";

/** A Job whose pods do not end by themselves: the sandbox's would all end well. */
export function held(job: KubeObject): KubeObject {
  const spec = job.spec as { readonly template: object };
  const annotations = { "sandbox.twelve-street/image-pull": "fail" };
  return { ...job, spec: { ...spec, template: { ...spec.template, metadata: { annotations } } } };
}

const failed = JSON.stringify({ status: { phase: "Failed" } });

/** Writes of each such pod what a kubelet would of one whose container has failed, until the look answers something. */
export const failPods = <T>(
  actor: Hands,
  instructor: Hands,
  selector: string,
  look: () => Promise<T | undefined | false>,
): Promise<T> =>
  actor.until(`${selector} to have failed`, async () => {
    const pods = await actor.list<{ status: { phase: string } }>("pods", selector);
    for (const { metadata, status } of pods)
      if (status.phase === "Pending")
        await instructor.kubectl(
          ...["patch", "pod", metadata.name, "--subresource=status", "--patch", failed],
        );
    return look();
  });
