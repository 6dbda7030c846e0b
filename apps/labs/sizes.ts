/** What a container of a lab asks for: little, so that whole lessons fit into a student's quota. */
export const small = {
  requests: { cpu: "20m", memory: "32Mi" },
  limits: { cpu: "100m", memory: "64Mi" },
} as const;
