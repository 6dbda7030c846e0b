import type { Making, Problem, Props, ResourceTable } from "../types";
import { isUnknown, listOf, quote } from "../values";
import { arnId, arnIsId, bornAt, refer, types, uuid } from "./shapes";

const hostPattern = /^(?:(?:\*|[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)\.)*[a-z0-9-]{1,63}\.?$/i;

function hostProblems(property: string) {
  return (inputs: Props): Problem[] => {
    const value = inputs[property];
    if (typeof value !== "string" || isUnknown(value)) return [];
    if (value.length <= 255 && hostPattern.test(value)) return [];
    return [{ property, reason: `${quote(value)} is no domain name, such as www.example.com` }];
  };
}

const zoneId = (making: Making) => `Z${making.hex(20, "zone").toUpperCase()}`;

/** Four name servers of the name that is reserved for examples (RFC 2606). */
const nameServers = ["ns-1.example", "ns-2.example", "ns-3.example", "ns-4.example"];

/** Names that must be shown to be one's own: one record each. */
const validationOptions = (making: Making) =>
  [making.text("domainName"), ...listOf(making.inputs.subjectAlternativeNames).map(String)]
    .filter((name) => name !== "")
    .map((domainName) => ({
      domainName,
      resourceRecordName: `_${making.hex(32, domainName)}.${domainName.replace(/^\*\./, "")}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${making.hex(32, `${domainName}=`)}.acm-validations.aws.`,
    }));

/** Names and certificates. Which inputs replace: terraform-provider-aws, internal/service/route53 and acm. */
export const dns: ResourceTable = {
  [types.zone]: {
    id: zoneId,
    global: true,
    tagged: true,
    defaults: { comment: "Managed by Pulumi", forceDestroy: false },
    outputs: (made) => ({
      arn: `arn:${made.partition}:route53:::hostedzone/${made.id}`,
      zoneId: made.id,
      nameServers,
      primaryNameServer: nameServers[0],
    }),
    replace: ["delegationSetId", "name"],
    check: hostProblems("name"),
    inUse: { code: "HostedZoneNotEmpty", by: [{ type: types.record, property: "zoneId" }] },
  },
  [types.record]: {
    id: (making) =>
      [
        making.text("zoneId"),
        making.text("name"),
        making.text("type"),
        making.text("setIdentifier"),
      ]
        .filter((part) => part !== "")
        .join("_"),
    global: true,
    outputs: (made) => ({ fqdn: made.text("name").replace(/\.$/, "") }),
    replace: ["name", "setIdentifier", "zoneId"],
    computed: ["allowOverwrite"],
    rules: {
      oneOf: {
        type: [
          "A",
          "AAAA",
          "CAA",
          "CNAME",
          "DS",
          "HTTPS",
          "MX",
          "NAPTR",
          "NS",
          "PTR",
          "SOA",
          "SPF",
          "SRV",
          "SSHFP",
          "SVCB",
          "TLSA",
          "TXT",
        ],
      },
      conflicts: [["aliases", "records"]],
      source: "Amazon Route 53 API Reference, ResourceRecordSet",
    },
    unique: { by: ["zoneId", "name", "type", "setIdentifier"], code: "InvalidChangeBatch" },
    references: [refer("zoneId", types.zone, "NoSuchHostedZone")],
  },
  "aws:acm/certificate:Certificate": {
    id: arnId("acm", (making) => `certificate/${uuid(making)}`),
    tagged: true,
    sensitive: ["privateKey", "privateKeyWo"],
    outputs: (made) => ({
      ...arnIsId(made),
      domainValidationOptions: validationOptions(made),
      subjectAlternativeNames: [
        ...new Set([made.text("domainName"), ...listOf(made.inputs.subjectAlternativeNames)]),
      ],
      keyAlgorithm: made.text("keyAlgorithm") || "RSA_2048",
      status: made.text("validationMethod") === "" ? "ISSUED" : "PENDING_VALIDATION",
      type: made.text("certificateBody") === "" ? "AMAZON_ISSUED" : "IMPORTED",
      notBefore: "",
      notAfter: "",
      pendingRenewal: false,
      renewalEligibility: "INELIGIBLE",
      renewalSummaries: [],
      validationEmails: [],
    }),
    replace: [
      "certificateAuthorityArn",
      "domainName",
      "keyAlgorithm",
      "subjectAlternativeNames",
      "validationMethod",
      "validationOptions",
    ],
    computed: ["domainName", "keyAlgorithm", "subjectAlternativeNames", "validationMethod"],
    rules: {
      oneOf: { validationMethod: ["DNS", "EMAIL", "HTTP"] },
      source: "AWS Certificate Manager API Reference, RequestCertificate",
    },
    check: hostProblems("domainName"),
    inUse: {
      code: "ResourceInUseException",
      by: [
        { type: types.listener, property: "certificateArn" },
        { type: "aws:lb/listenerCertificate:ListenerCertificate", property: "certificateArn" },
      ],
    },
  },
  "aws:acm/certificateValidation:CertificateValidation": {
    id: () => bornAt.replace("T", " ").replace("Z", " +0000 UTC"),
    replace: ["certificateArn", "validationRecordFqdns"],
  },
};
