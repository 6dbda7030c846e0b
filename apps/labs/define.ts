import type { KubeObject } from "../../components/classroom/objects";
import type { Lab, LabPlace } from "./lab";

/** A lab whose objects need not say in which namespace they are: it is the student's. */
export function defineLab(lab: Lab): Lab {
  const { baseline, makes } = lab;
  return {
    ...lab,
    baseline: (place) => within(place, baseline(place)),
    ...(makes && { makes: (place: LabPlace) => within(place, makes(place)) }),
  };
}

const within = ({ namespace }: LabPlace, objects: readonly KubeObject[]): KubeObject[] =>
  objects.map((it) => ({ ...it, metadata: { namespace, ...it.metadata } }));
