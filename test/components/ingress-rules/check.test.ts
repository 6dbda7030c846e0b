import assert from "node:assert/strict";

import fc from "fast-check";

import { ArgumentError } from "../../../components/argument-error";
import {
  checkRules,
  type IngressRules,
  type PathRule,
  type Tls,
} from "../../../components/ingress-rules";
import { anyRules } from "./arbitrary";

const to = { service: "shop", port: 80 };
const host = (name: string): IngressRules => ({ hosts: [{ host: name, paths: [to] }] });
const path = (rule: Partial<PathRule>): IngressRules => ({
  hosts: [{ paths: [{ ...to, ...rule }] }],
});

const tls = (it: Tls): IngressRules => ({ hosts: [{ paths: [to] }], tls: it });

describe("ingress rules checked", () => {
  for (const [name, rules, said] of [
    ["a host in capitals", host("Blue.example.com"), /rules\.hosts\[0\]\.host is "Blue/],
    ["a host with a port", host("blue.example.com:80"), /without port or path/],
    ["an address", host("10.0.0.1"), /not an address/],
    ["a wildcard in the middle", host("a.*.example.com"), /hosts\[0\]\.host/],
    ["a path without slash", path({ path: "shop" }), /paths\[0\]\.path is "shop": begin with one/],
    ["a path with a wildcard", path({ path: "/shop/*" }), /use no \*/],
    ["a path that climbs", path({ path: "/shop/../admin" }), /\.\. element/],
    ["a doubled slash", path({ path: "//shop" }), /begin with one slash/],
    ["a Service's full name", path({ service: "shop.default" }), /service is "shop\.default"/],
    [
      "an ARN of something else",
      tls({ certificateArns: ["arn:aws:s3:::shop"] }),
      /certificateArns\[0\] is "arn:aws:s3/,
    ],
    ["no certificate at all", tls({ certificateArns: [] as never }), /certificateArns is \[\]/],
    ["a Secret that no Secret can be", tls({ secretName: "Shop_TLS" }), /secretName is "Shop_TLS"/],
    ["port 0", path({ port: 0 }), /port is 0: give the Service's port, 1 to 65535/],
  ] as [string, IngressRules, RegExp][]) {
    it(`refuse ${name}`, () => {
      assert.throws(
        () => checkRules(rules),
        (error) => {
          assert(error instanceof ArgumentError);
          assert.match(error.message, said);
          return true;
        },
      );
    });
  }

  it("refuse a host or a path that stands twice", () => {
    const rule = { host: "a.example.com", paths: [to] as const };
    assert.throws(
      () => checkRules({ hosts: [rule, rule] }),
      /hosts\[1\]\.host .* rules\.hosts\[0\]/,
    );
    assert.throws(
      () =>
        checkRules({
          hosts: [
            {
              paths: [
                { ...to, path: "/a" },
                { ...to, path: "/a/" },
              ],
            },
          ],
        }),
      /paths\[1\]\.path is "\/a\/"/,
    );
    checkRules({
      hosts: [
        {
          paths: [
            { ...to, path: "/a" },
            { ...to, path: "/a", match: "exact" },
          ],
        },
      ],
    });
  });

  it("refuse a host whose unmatched paths would go to a wider host on an ALB", () => {
    const narrow = { host: "a.example.com", paths: [{ ...to, path: "/shop" }] as const };
    const wide = { host: "*.example.com", paths: [to] as const };
    assert.throws(() => checkRules({ hosts: [narrow, wide] }), /give it a path \/ as well/);
    checkRules({ hosts: [{ ...narrow, paths: [...narrow.paths, to] }, wide] });
    checkRules({ hosts: [narrow] });
  });

  it("say in one sentence which argument is wrong, whatever the rules", () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        try {
          checkRules(rules);
        } catch (error) {
          assert(error instanceof ArgumentError);
          assert.match(error.message, /^rules\.hosts\[\d\]\S* is .+: .+\.$/);
        }
      }),
    );
  });
});
