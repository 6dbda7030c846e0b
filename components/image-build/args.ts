import { existsSync } from "node:fs";
import { join } from "node:path";

import type * as pulumi from "@pulumi/pulumi";

import { ArgumentError } from "../argument-error";

export interface ImageBuildArgs<Name extends string> {
  /** What to build, by name. @example { ui: { repository, commit, recipe } } */
  readonly images: Readonly<Record<Name, ImageSource>>;
  /** ECR repository of each image, without a tag. @example registry.urls */
  readonly repositories: Readonly<Record<Name, pulumi.Input<string>>>;
  /**
   * The nodes' architecture. Another one than the builder's own is emulated, which takes several
   * times as long. @default "linux/amd64"
   */
  readonly platform?: "linux/amd64" | "linux/arm64";
}

export interface ImageSource {
  /**
   * Git repository to build from, by HTTPS. Another form, or one with a password, throws an
   * ArgumentError. @example "https://github.com/event-storming/ui.git"
   */
  readonly repository: string;
  /**
   * The commit, all forty digits of it: a branch or a shorter name could move, and throws an
   * ArgumentError. @example "42e4f45c59b9b9346bf312f6913108078fe49ab7"
   */
  readonly commit: string;
  /**
   * Absolute path of a folder with a Dockerfile and the files it copies. The source is there as the
   * build context `source`: `COPY --from=source . .` A folder without one throws an ArgumentError.
   * @example join(__dirname, "images/ui")
   */
  readonly recipe: string;
  /** Arguments of the Dockerfile, such as base images; they stay readable in the image, so never a secret. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** Refuses what would fail or drift, before anything is built. @throws ArgumentError */
export function checkImages(images: Readonly<Record<string, ImageSource>>): void {
  for (const [name, { repository, commit, recipe }] of Object.entries(images)) {
    const argument = (part: string) => `images.${name}.${part}`;
    if (!/^https:\/\/[^\s#@]+\.git$/.test(repository)) {
      const fix = "give an HTTPS address that ends with .git, without a password or a branch";
      throw new ArgumentError(argument("repository"), repository, fix);
    }
    if (!/^[0-9a-f]{40}$/.test(commit)) {
      const fix = "give the forty digits of a commit, a branch would move";
      throw new ArgumentError(argument("commit"), commit, fix);
    }
    if (!existsSync(join(recipe, "Dockerfile")))
      throw new ArgumentError(argument("recipe"), recipe, "give a folder that has a Dockerfile");
  }
}
