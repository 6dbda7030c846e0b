import { serviceNames, services, type ServiceName } from "./services";

/** Who calls a service, by the table. */
export const callersOf = (service: ServiceName): ServiceName[] =>
  serviceNames.filter((caller) => services[caller].calls.includes(service));
