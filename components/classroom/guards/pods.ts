import { cel, type Guard } from "./guard";

/** Pod Security `restricted` lets these in; `baseline`, which is enforced, forbids of the others hostPath alone. */
const volumes = [
  "configMap",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * Whoever makes the pod: students do by controllers. A volume such as `nfs` is mounted by the node, which no
 * NetworkPolicy holds: it would read the whole file system of all. A priority takes other students' pods away.
 */
export const podGuard = (priorityClasses: readonly string[]): Guard => ({
  name: "pods",
  of: "anyone",
  operations: ["CREATE"],
  resources: [{ group: "", names: ["pods"] }],
  rules: [
    {
      right: `object.spec.?volumes.orValue([]).all(v, ${volumes.map((it) => `has(v.${it})`).join(" || ")} || has(v.hostPath))`,
      says: `volumes may be ${volumes.join(", ")}: take a persistentVolumeClaim for storage outside of the pod`,
    },
    {
      right: `object.spec.?priorityClassName.orValue('') in ${cel(["", ...priorityClasses])}`,
      says: `priorityClassName may be ${priorityClasses.join(", ") || "left out alone"}: any other takes the place of other students' pods`,
    },
  ],
});
