/**
 * Addresses of Kubernetes Services. Left to itself EKS takes 10.100.0.0/16 or 172.20.0.0/16 as the
 * VPC leaves room; a fixed range is known before the cluster exists.
 */
export const serviceCidr = "172.20.0.0/16";
