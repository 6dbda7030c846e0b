import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { MicroserviceArgs } from "./args";
import { configName, secretName } from "./names";
import { told, type Source } from "./settings";

type Texts = Readonly<Record<string, string>>;
type Named = [volume: string, object: pulumi.Output<string>];
type Inputs = Readonly<Record<string, pulumi.Input<string>>>;

/** What ConfigMaps and Secrets are made for. */
export interface Owner {
  readonly name: string;
  /** The Pulumi name of each. */
  readonly label: (object: string) => string;
  readonly args: Pick<
    MicroserviceArgs,
    "namespace" | "config" | "secrets" | "namingKey" | "volumes"
  >;
  readonly opts: pulumi.CustomResourceOptions;
}

/**
 * The ConfigMaps and Secrets of a service. Their Pulumi names carry the hash as well, so that another
 * content is another resource and not a replacement: after an `up` that failed, a replacement's old
 * half is deleted by name in the next one, even if that has just brought the old content back.
 */
export class Contents {
  private readonly made = new Map<string, k8s.core.v1.ConfigMap>();
  private readonly secrets: Source | undefined;
  private readonly volumeSecrets: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(private readonly owner: Owner) {
    const { secrets, volumes = [] } = owner.args;
    const { values, as, immutable } = told(secrets);
    const keys = Object.keys(values);
    this.secrets =
      keys.length === 0
        ? undefined
        : { kind: "secret", object: this.secret(owner.name, values, immutable), keys, as };
    this.volumeSecrets = Object.fromEntries(
      volumes.flatMap((volume): Named[] =>
        volume.kind === "secret"
          ? [[volume.name, this.secret(this.nameOf(volume), volume.files, volume.immutable)]]
          : [],
      ),
    );
  }

  /** The settings of a release, whose own come on top of the service's. */
  sources(own: Texts = {}): Source[] {
    const { values, as, immutable } = told(this.owner.args.config);
    const data = { ...values, ...own };
    const keys = Object.keys(data);
    const secrets = this.secrets ? [this.secrets] : [];
    if (keys.length === 0) return secrets;
    const object = this.config(this.owner.name, data, immutable);
    return [{ kind: "config", object, keys, as }, ...secrets];
  }

  /** What the volumes are of, by volume. */
  volumeObjects(): Record<string, pulumi.Output<string>> {
    const configs = (this.owner.args.volumes ?? []).flatMap((volume): Named[] =>
      volume.kind === "config"
        ? [[volume.name, this.config(this.nameOf(volume), volume.files, volume.immutable)]]
        : [],
    );
    return { ...this.volumeSecrets, ...Object.fromEntries(configs) };
  }

  private nameOf = (volume: { readonly name: string }): string =>
    `${this.owner.name}-${volume.name}`;

  private metadata = (name: string) => ({
    name,
    namespace: this.owner.args.namespace,
    labels: { app: this.owner.name },
  });

  /** Two slots of one content share it. */
  private config(base: string, data: Texts, immutable = true): pulumi.Output<string> {
    const name = configName(base, data);
    const found =
      this.made.get(name) ??
      new k8s.core.v1.ConfigMap(
        this.owner.label(name),
        { metadata: this.metadata(name), immutable, data: { ...data } },
        this.owner.opts,
      );
    this.made.set(name, found);
    return found.metadata.name;
  }

  /** Made as soon as its values are known, for only then it has a name. */
  private secret(base: string, values: Inputs, immutable = true): pulumi.Output<string> {
    const { namingKey = "" } = this.owner.args;
    const name = pulumi.all([pulumi.all(values), namingKey]).apply(([data, key]) => {
      const unique = secretName(base, data, key);
      const made = new k8s.core.v1.Secret(
        this.owner.label(unique),
        {
          metadata: this.metadata(unique),
          immutable,
          type: "Opaque",
          stringData: pulumi.secret(data),
        },
        this.owner.opts,
      );
      return made.metadata.name;
    });
    return pulumi.unsecret(name);
  }
}
