/** What a scanner has to say of one object of one stack. */
export interface Finding {
  readonly scanner: ScannerId;
  /** The scanner's own name of the check. */
  readonly check: string;
  readonly stack: string;
  /** `Kind/namespace/name`. */
  readonly object: string;
  readonly message: string;
}

export type ScannerId = "checkov" | "kube-linter" | "kube-score";

/** What a scanner has looked at, and what it found. */
export interface Scan {
  readonly scanner: ScannerId;
  readonly version: string;
  readonly stack: string;
  readonly objects: number;
  /** Checks that were made, of all that it has for such objects. */
  readonly checks: number;
  readonly findings: readonly Finding[];
}

/** The objects of one stack, in files. */
export interface Scanned {
  readonly stack: string;
  readonly folder: string;
  readonly files: readonly string[];
}
