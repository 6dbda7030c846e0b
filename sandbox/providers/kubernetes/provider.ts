import type { Properties, ResourceProvider } from "../runtime/provider";
import { openCluster, type Cluster } from "./cluster";
import { checkConfig, diffConfig, parseConfig } from "./config";
import { invoke } from "./invoke";
import { ObjectsProvider } from "./objects-provider";
import {
  checkRelease,
  deleteRelease,
  diffRelease,
  readRelease,
  recordRelease,
  releaseType,
} from "./release";
import { toPlain } from "./values";

/** Where the adapter in service.ts puts an update's `ignoreChanges`. */
export const ignoreChangesKey = "__ignoreChanges";

/** The thin Kubernetes provider: objects through the API server, releases as records. */
export function kubernetesProvider(): ResourceProvider {
  let cluster: Cluster | undefined;
  const opened = (): Cluster => (cluster ??= openCluster(parseConfig({})));
  const objects = () => new ObjectsProvider(opened());
  return {
    checkConfig: (inputs) => ({ inputs, failures: checkConfig(toPlain(inputs) as Properties) }),
    async diffConfig({ state, oldInputs, inputs }) {
      const { activeCluster } = await import("./kubeconfig.js");
      const old = Object.keys(oldInputs).length > 0 ? oldInputs : state;
      return diffConfig(toPlain(old) as Properties, toPlain(inputs) as Properties, activeCluster);
    },
    configure(config) {
      cluster = openCluster(parseConfig(toPlain(config) as Properties));
    },

    check: (operation, request) =>
      operation.type === releaseType
        ? checkRelease(operation, request)
        : objects().check(operation, request),
    diff: (operation, request) =>
      operation.type === releaseType
        ? diffRelease(request.oldInputs, request.inputs)
        : objects().diff(operation, request),
    create: (operation, inputs) =>
      operation.type === releaseType
        ? recordRelease(opened, operation, inputs)
        : objects().create(operation, inputs),
    async update(operation, { state, inputs: all }) {
      const { [ignoreChangesKey]: ignored, ...inputs } = all;
      if (operation.type === releaseType)
        return (await recordRelease(opened, operation, inputs)).outputs;
      const ignoreChanges = Array.isArray(ignored) ? ignored.map(String) : [];
      return objects().update(operation, { state, inputs, ignoreChanges });
    },
    read: (operation, request) =>
      operation.type === releaseType
        ? readRelease(opened, request)
        : objects().read(operation, request),
    delete(operation, request) {
      return operation.type === releaseType
        ? deleteRelease(opened, operation, request.inputs)
        : objects().delete(operation, request);
    },
    invoke: (token, args) => invoke(opened(), token, toPlain(args) as Properties),
  };
}
