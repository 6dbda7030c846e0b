import assert from "node:assert/strict";

import { autoscaling } from "../../../../apps/labs/autoscaling";
import { withMetrics } from "../metrics";
import { makesOf, type Desk } from "../proof";

interface Autoscaler {
  readonly status: {
    readonly desiredReplicas: number;
    readonly currentMetrics?: readonly {
      readonly resource: { readonly current: { readonly averageUtilization: number } };
    }[];
  };
}

export async function proof({ actor, instructor, place }: Desk): Promise<void> {
  await actor.pods("app=php-apache", 1);
  await withMetrics(instructor, async (use) => {
    // 60m of the 100m that each asks for are 60 %, of 50 wanted: two pods for one.
    use(place.namespace, "60m");
    await actor.apply(...makesOf(autoscaling, place));
    assert.match(await actor.type("kubectl top pods"), /php-apache-\S+\s+60m/);
    await actor.pods("app=php-apache", 2);
    const { status } = await actor.get<Autoscaler>("hpa", "php-apache");
    assert.equal(status.currentMetrics?.[0]?.resource.current.averageUtilization, 60);
    // However much is used, five are the most.
    use(place.namespace, "200m");
    await actor.pods("app=php-apache", 5);
  });
}
