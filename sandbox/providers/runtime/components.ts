import type { ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import { main, type ConstructResult } from "@pulumi/pulumi/provider";

/** Registers a component with its children, and returns its URN and outputs. */
export type Construct = (
  name: string,
  inputs: Inputs,
  options: ComponentResourceOptions,
) => ConstructResult | Promise<ConstructResult>;

export interface Components {
  /** By type token, like `eks:index:Cluster`. */
  readonly constructs: Readonly<Record<string, Construct>>;
  /** Methods, by token, like `eks:index:Cluster/getKubeconfig`. */
  readonly calls?: Readonly<Record<string, (args: Inputs) => Promise<Inputs> | Inputs>>;
}

/** Serves component resources as a plugin process. Their children go to the engine as a program's own resources do. */
export function serveComponents(name: string, version: string, components: Components): void {
  void main(
    {
      version,
      construct: async (componentName, type, inputs, options) => {
        const construct = components.constructs[type];
        if (!construct)
          throw new Error(notSimulated(name, type, Object.keys(components.constructs)));
        return construct(componentName, inputs, options);
      },
      call: async (token, args) => {
        const call = components.calls?.[token];
        if (!call) throw new Error(notSimulated(name, token, Object.keys(components.calls ?? {})));
        return { outputs: await call(args) };
      },
    },
    process.argv.slice(2),
  );
}

const notSimulated = (name: string, token: string, known: readonly string[]) =>
  `The sandbox does not simulate ${token}; of ${name} it has ${known.join(", ")}.`;
