import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "stages");

/** What `kubectl logs` shows of any pod here, in the format of the Container Runtime Interface's logs: time, stream, F(ull line), text. */
export const simulatedLog =
  "2026-01-01T00:00:00.000000000Z stdout F This pod is simulated: it has no process, and so no log.\n";

/** kwok's configuration: what the nodes, pods, load balancers and volumes of a region do. One file a kind. */
export function stagesFor(region: string, logFile: string): string {
  // Amazon's domain in China is its own. Source: AWS General Reference, service endpoints of the aws-cn partition.
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("---\n")
    .replaceAll("@REGION@", region)
    .replaceAll("@DOMAIN@", domain)
    .replaceAll("@LOGS@", logFile);
}
