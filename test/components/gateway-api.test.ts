import assert from "node:assert/strict";

import { GatewayApiCrds } from "../../components/gateway-api";
import { platformVersions } from "../../versions";
import { run } from "../mocks";

const file = async (manifest?: string) => {
  const result = await run(() => {
    new GatewayApiCrds("gateway-api", manifest === undefined ? {} : { manifest });
    return {};
  });
  return result.one("kubernetes:yaml/v2:ConfigFile", "gateway-api").inputs.file;
};

describe("GatewayApiCrds", () => {
  it("come from the pinned release, or from where they are said to be", async () => {
    assert.equal(
      await file(),
      `https://github.com/kubernetes-sigs/gateway-api/releases/download/v${platformVersions.gatewayApi.version}/standard-install.yaml`,
    );
    assert.equal(await file("crds/gateway-api.yaml"), "crds/gateway-api.yaml");
  });
});
