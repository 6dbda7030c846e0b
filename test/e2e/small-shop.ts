import { configFlags, TestSandbox } from "./sandbox";

const parts = ["observability", "backingServices", "ingress", "storage"];
const meshParts = ["kiali", "jaeger", "ingressGateway"];
const services = ["oauth", "ui", "delivery", "orders", "gateway"];

/** What `up` needs for one service alone, in the mesh or without one: the cheapest stack that a rollout can be seen on. */
export const smallShop = ({ mesh }: { readonly mesh: boolean }): string[] =>
  configFlags([
    ...parts.map((part) => `${part}=null`),
    ...(mesh ? meshParts.map((part) => `mesh.${part}=null`) : ["mesh=null"]),
    ...services.map((service) => `shop.services.${service}.enabled=false`),
    ...(mesh ? [] : ["shop.canaryByPods=true"]),
  ]);

export const upSmall = async (mesh: boolean): Promise<TestSandbox> => {
  const sandbox = new TestSandbox();
  await sandbox.up("--json", ...smallShop({ mesh }));
  return sandbox;
};
