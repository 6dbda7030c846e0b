// What needs no resources, for those who check before they load anything of Pulumi's.
export { checkEfsStorage } from "./args";
export { checkBlockStorage } from "./block-storage-args";
