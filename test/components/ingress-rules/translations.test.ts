import assert from "node:assert/strict";

import fc from "fast-check";

import {
  albIngressSpec,
  gatewaySpec,
  nginxIngressSpec,
  route,
  routes,
  type IngressRules,
} from "../../../components/ingress-rules";
import { anyRequest, goodRules, spansLabels } from "./arbitrary";
import { askAlb, askGateway, askNginx } from "./models";

const course: IngressRules = {
  hosts: [
    { host: "blue.example.com", paths: [{ service: "nginx-blue", port: 80 }] },
    { host: "green.example.com", paths: [{ service: "nginx-green", port: 80 }] },
  ],
};

const answer = (rules: IngressRules, host: string, path: string): string | undefined => {
  const found = route(rules, host, path);
  return found && `${found.service}:${found.port}`;
};

describe("ingress rules translated", () => {
  it("send a request to the same Service by ALB, NGINX and Gateway API", () => {
    fc.assert(
      fc.property(goodRules, fc.array(anyRequest, { minLength: 5 }), (rules, requests) => {
        const alb = albIngressSpec(rules, "alb");
        const nginx = nginxIngressSpec(rules, "nginx");
        const gateway = routes(rules, "shop", "shop");
        for (const { host, path } of requests) {
          if (spansLabels(rules, host)) continue;
          const expected = answer(rules, host, path);
          const asked = `${host}${path}`;
          assert.equal(askAlb(alb, host, path), expected, `ALB, ${asked}`);
          assert.equal(askNginx(nginx, host, path), expected, `NGINX, ${asked}`);
          assert.equal(askGateway(gateway, host, path), expected, `Gateway API, ${asked}`);
        }
      }),
    );
  });

  it("do not depend on the order in which hosts and paths are written", () => {
    fc.assert(
      fc.property(goodRules, (rules) => {
        const turned = {
          hosts: rules.hosts
            .map((rule) => ({ ...rule, paths: [...rule.paths].reverse() }))
            .reverse(),
        } as unknown as IngressRules;
        assert.deepEqual(albIngressSpec(turned, "alb"), albIngressSpec(rules, "alb"));
        assert.deepEqual(nginxIngressSpec(turned, "nginx"), nginxIngressSpec(rules, "nginx"));
      }),
    );
  });

  it("name every route differently and keep within what an HTTPRoute takes", () => {
    const many: IngressRules = {
      hosts: [
        {
          host: "shop.example.com",
          paths: Array.from({ length: 33 }, (_, n) => ({
            path: `/p${n}`,
            service: "shop",
            port: 80,
          })) as unknown as IngressRules["hosts"][0]["paths"],
        },
        { host: "*.example.com", paths: [{ service: "shop", port: 80 }] },
        { host: "wildcard.example.com", paths: [{ service: "shop", port: 80 }] },
        { paths: [{ service: "shop", port: 80 }] },
      ],
    };
    const made = routes(many, "shop", "shop");
    assert.equal(new Set(made.map(({ name }) => name)).size, made.length);
    assert.deepEqual(
      made.map(({ spec }) => spec.rules.length),
      [16, 16, 1, 1, 1, 1],
    );
  });

  it("give the course's two hosts each its Service", () => {
    assert.deepEqual(albIngressSpec(course, "alb"), {
      ingressClassName: "alb",
      rules: ["blue", "green"].map((color) => ({
        host: `${color}.example.com`,
        http: {
          paths: [
            {
              path: "/",
              pathType: "Prefix",
              backend: { service: { name: `nginx-${color}`, port: { number: 80 } } },
            },
          ],
        },
      })),
    });
  });

  it("open HTTPS where there is TLS, and redirect HTTP unless told otherwise", () => {
    const tls = { secretName: "shop-tls" };
    const gateway = gatewaySpec({ ...course, tls }, "istio", "istio");
    assert.deepEqual(
      gateway.listeners.map(({ port, protocol }) => `${protocol} ${port}`),
      ["HTTP 80", "HTTPS 443"],
    );
    assert.deepEqual(gateway.listeners[1]?.tls, {
      mode: "Terminate",
      certificateRefs: [{ name: "shop-tls" }],
    });

    const [blue, , redirect] = routes({ ...course, tls }, "shop", "front");
    assert.deepEqual(blue?.spec.parentRefs, [{ name: "front", sectionName: "https" }]);
    assert.deepEqual(redirect?.spec.parentRefs, [{ name: "front", sectionName: "http" }]);
    assert.equal(redirect.spec.rules[0]?.filters?.[0]?.requestRedirect.scheme, "https");

    const both = routes({ ...course, tls: { ...tls, redirect: false } }, "shop", "front");
    assert.equal(both.length, 2);
    assert.deepEqual(
      both[0]?.spec.parentRefs.map(({ sectionName }) => sectionName),
      ["http", "https"],
    );
  });

  it("name NGINX's certificate for the hosts it is for", () => {
    const spec = nginxIngressSpec({ ...course, tls: { secretName: "shop-tls" } }, "nginx");
    assert.deepEqual(spec.tls, [
      { hosts: ["blue.example.com", "green.example.com"], secretName: "shop-tls" },
    ]);
  });

  it("refuse a certificate that the target cannot read", () => {
    const acm = { ...course, tls: { certificateArns: ["arn:aws:acm:::certificate/1"] as const } };
    const secret = { ...course, tls: { secretName: "shop-tls" } };
    assert.throws(() => nginxIngressSpec(acm, "nginx"), /certificateArns .* give secretName/);
    assert.throws(() => gatewaySpec(acm, "istio", "istio"), /certificateArns .* give secretName/);
    assert.throws(
      () => albIngressSpec(secret, "alb"),
      /secretName is "shop-tls": give certificateArns/,
    );
    assert.throws(() => gatewaySpec(secret, "aws-alb", "alb"), /give certificateArns/);
  });
});
