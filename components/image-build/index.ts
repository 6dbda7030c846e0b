import { relative } from "node:path";

import * as aws from "@pulumi/aws";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";

import { checkImages, type ImageBuildArgs, type ImageSource } from "./args";
import { imageTag } from "./tag";

export type { ImageBuildArgs, ImageSource } from "./args";
export { buildTags } from "./tag";

/**
 * Images built from their Git repositories by BuildKit and pushed to ECR, each tagged by its source's
 * commit. Whoever runs this program needs Docker with BuildKit, or another builder that docker buildx
 * knows. A build takes minutes when source or recipe have changed, and none when they have not.
 *
 * @example
 * const build = new ImageBuild("shop", {
 *   images: {
 *     web: {
 *       repository: "https://github.com/example/web.git",
 *       commit: "42e4f45c59b9b9346bf312f6913108078fe49ab7",
 *       recipe: join(__dirname, "images/web"),
 *     },
 *   },
 *   repositories: registry.urls,
 * });
 * const image = build.refs.web;
 */
export class ImageBuild<Name extends string = string> extends pulumi.ComponentResource {
  /** Tag of each image, known before it is built. */
  readonly tags: Readonly<Record<Name, string>>;
  /** Each image by tag and digest, once it is in its repository. */
  readonly refs: Readonly<Record<Name, pulumi.Output<string>>>;
  /** What pods of these images wait for. */
  readonly builds: readonly pulumi.Resource[];

  constructor(name: string, args: ImageBuildArgs<Name>, opts?: pulumi.ComponentResourceOptions) {
    checkImages(args.images);
    super("twelve-street:components:ImageBuild", name, {}, opts);
    const { platform = "linux/amd64", repositories } = args;
    const login = aws.ecr.getAuthorizationTokenOutput({}, { parent: this });
    const entries = Object.entries<ImageSource>(args.images) as [Name, ImageSource][];

    const tags = entries.map(([image, { commit, recipe: folder, buildArgs = {} }]) => {
      return [image, imageTag(commit, { folder, buildArgs, platform })] as const;
    });
    this.tags = Object.fromEntries(tags) as Record<Name, string>;
    const images = entries.map(([image, source]) => {
      const repository = repositories[image];
      return [
        image,
        new dockerBuild.Image(
          `${name}-${image}`,
          {
            // From where the program runs, so that states of two machines agree.
            context: {
              location: relative(process.cwd(), source.recipe),
              named: { source: { location: `${source.repository}#${source.commit}` } },
            },
            dockerfile: { location: relative(process.cwd(), `${source.recipe}/Dockerfile`) },
            buildArgs: { ...source.buildArgs },
            platforms: [platform],
            labels: {
              "org.opencontainers.image.source": source.repository,
              "org.opencontainers.image.revision": source.commit,
            },
            tags: [pulumi.interpolate`${repository}:${this.tags[image]}`],
            push: true,
            // A preview should take seconds.
            buildOnPreview: false,
            registries: [
              {
                address: pulumi.output(repository).apply(hostOf),
                username: login.userName,
                password: pulumi.secret(login.password),
              },
            ],
          },
          // An image may be in use when it is no longer built here; the repository's rules drop it in time.
          { parent: this, retainOnDelete: true },
        ),
      ] as const;
    });
    this.refs = Object.fromEntries(images.map(([image, { ref }]) => [image, ref])) as Record<
      Name,
      pulumi.Output<string>
    >;
    this.builds = images.map(([, image]) => image);
    this.registerOutputs({ tags: this.tags, refs: this.refs });
  }
}

const hostOf = (repository: string): string => repository.slice(0, repository.indexOf("/"));
