/**
 * By which the engine marks an object that stands for something else, such as a secret: on its wire, in its state and in what
 * it records. The SDK has them too (`@pulumi/pulumi/runtime/rpc`), at 0.2 s for each process that loads it.
 */
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
