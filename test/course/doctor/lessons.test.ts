import assert from "node:assert/strict";

import { lessonOf } from "../../../apps/labs/istio";
import type { AuthorizationPolicy, VirtualService, World } from "../../../course/doctor/world";
import { findingsOf, pod, said, service } from "./worlds";

/** The tutorial in user01's namespace, with what a lab brings. */
function found(lab: string, app: string): string {
  const objects = lessonOf(lab, "user01")?.objects ?? [];
  const of = <T>(kind: string) =>
    objects
      .filter((it) => it.kind === kind)
      .map((it) => ({
        ...it,
        metadata: { ...it.metadata, namespace: "user01" },
      })) as unknown as T[];
  const apps = ["customer", "preference", "recommendation"];
  const pods = apps.map((name) =>
    pod({
      metadata: {
        name: `${name}-1`,
        labels: { app: name, "security.istio.io/tlsMode": "istio" },
      },
    }),
  );
  const changes = {
    services: [service({ selector: { app } }, app)],
    pods,
    ingresses: [],
    routes: of<VirtualService>("VirtualService"),
    authorizationPolicies: of<AuthorizationPolicy>("AuthorizationPolicy"),
  } as unknown as Partial<World>;
  return said(findingsOf(changes)).join("\n");
}

describe("the doctor at the course's lessons", () => {
  it("tells of a preference that fails by route", () => {
    assert.match(found("istio-preference-503", "preference"), /answers 100 % .* with 503/);
  });

  it("tells whom and which requests policies turn away, at the service that they are for", () => {
    assert.match(found("istio-deny-by-method", "recommendation"), /no-get turns away GET requests/);
    assert.match(found("istio-deny-list", "recommendation"), /user01\/sa\/preference \(DENY\)/);
    assert.match(found("istio-allow-list", "preference"), /without the identity \S+\/sa\/customer/);
    assert.doesNotMatch(found("istio-deny-by-method", "preference"), /turns away/);
  });
});
