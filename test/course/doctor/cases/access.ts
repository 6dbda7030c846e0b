import { noIngress, type Case } from "./case";

export const access: readonly Case[] = [
  {
    rule: "no namespace",
    wrong: { namespace: undefined, services: [], ...noIngress },
    says: /^Namespace\/user01 is not there \| .*up --stack classroom/,
    right: { services: [], ...noIngress },
  },
  {
    rule: "a namespace that goes",
    wrong: { namespace: { terminating: true } },
    says: /^Namespace\/user01 is being deleted, .*course -- reset --stack classroom --students user01$/,
    right: {},
  },
  {
    rule: "no rights",
    wrong: { rights: ["Role/student"] },
    says: /^RoleBinding\/student is not there, so that the student may do nothing/,
    right: {},
  },
  {
    rule: "no names",
    wrong: { dnsReady: false },
    says: /^Deployment\/coredns has no ready pod/,
    right: { dnsReady: true },
    noted: true,
  },
];
