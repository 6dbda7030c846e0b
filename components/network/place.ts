import type * as pulumi from "@pulumi/pulumi";

/** What every resource of one network shares. */
export interface NetworkPlace {
  readonly name: string;
  readonly vpcId: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
  readonly opts: { readonly parent: pulumi.Resource };
}

/** Tags of one resource, with the name that the console shows. */
export const tagged = ({ tags }: NetworkPlace, label: string): Record<string, string> => ({
  ...tags,
  Name: label,
});

/** The letter of a zone in resource names: a for the first. */
export const letter = (zone: number): string => String.fromCharCode("a".charCodeAt(0) + zone);
