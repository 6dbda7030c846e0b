/** Where a student's gateway is reached, by the student's host. */
export const gatewayHost = (host: string): string => `gateway.${host}`;
