import { platformVersions } from "../../versions";
import type { IstioMeshArgs, NonEmptyArray, Revision } from "./args";

/** A control plane as it is installed. */
export interface ControlPlane {
  readonly version: string;
  readonly name: string;
  /** The tags that stand for it. */
  readonly tags: readonly string[];
}

/** What to install, in which version and order. */
export interface RevisionPlan {
  /** Those without the default tag first: see `planRevisions`. */
  readonly controlPlanes: readonly ControlPlane[];
  /** The one that the tag `default` stands for. */
  readonly main: ControlPlane;
  /** Version of what all revisions share: CRDs and the node agent. */
  readonly sharedVersion: string;
}

export const defaultTag = "default";

export const revisionsOf = ({ revisions }: IstioMeshArgs): NonEmptyArray<Revision> =>
  revisions ?? [{ version: platformVersions.istio.version }];

export const revisionName = ({ name, version }: Revision): string =>
  name ?? version.replaceAll(".", "-");

/** Major, minor and patch; `undefined` when it is no release. */
export function parseVersion(version: string): readonly [number, number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (!match) return undefined;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return [major, minor, patch];
}

/**
 * CRDs and the CNI agent go first to the newest version, which serves one minor version back.
 *
 * The tag is an object of its revision's Helm release, and Helm refuses an object that another release
 * owns. So the tag's new holder is installed after the others, which by then have let go of it, whether
 * the tag moves forth or back.
 */
export function planRevisions(
  revisions: readonly Revision[],
  defaultRevision: string,
): RevisionPlan {
  const controlPlanes = revisions.map((revision): ControlPlane => {
    const name = revisionName(revision);
    return {
      version: revision.version,
      name,
      tags: name === defaultRevision ? [defaultTag] : [],
    };
  });
  const main = controlPlanes.find(({ tags }) => tags.length > 0);
  if (!main) throw new RangeError(`No revision is called ${defaultRevision}.`);
  return {
    controlPlanes: [...controlPlanes.filter((plane) => plane !== main), main],
    main,
    sharedVersion: controlPlanes.map(({ version }) => version).reduce(newer),
  };
}

function newer(a: string, b: string): string {
  const [left, right] = [parseVersion(a) ?? [], parseVersion(b) ?? []];
  const difference = left
    .map((number, index) => number - (right[index] ?? 0))
    .find((step) => step !== 0);
  return (difference ?? 0) < 0 ? b : a;
}
