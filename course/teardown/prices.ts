/**
 * What keeping data costs: list prices of US East in dollars.
 * Sources: aws.amazon.com/efs/pricing, /backup/pricing, /rds/postgresql/pricing, /cloudwatch/pricing, /ebs/pricing; checked 2026-11-21.
 */
export const prices = {
  efs: "$0.30 a GB-month",
  backup: "$0.05 a GB-month, for 35 days",
  snapshot: "$0.095 a GB-month",
  logs: "$0.03 a GB-month",
  gp3: "$0.08 a GB-month of gp3",
} as const;
