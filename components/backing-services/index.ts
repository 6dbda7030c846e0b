export { Cache, checkCache, type CacheArgs, type CacheConnection } from "./cache";
export type { CacheOnAws } from "./cache-on-aws";
export { Database, checkDatabase, type DatabaseArgs, type DatabaseConnection } from "./database";
export type { DatabaseOnAws } from "./database-on-aws";
export {
  Messaging,
  checkMessaging,
  type MessagingArgs,
  type MessagingConnection,
} from "./messaging";
export type { MessagingOnAws } from "./messaging-on-aws";
export type { InCluster, OnAws, ServiceArgs } from "./places";
export { serverSizes, type ServerSize } from "./sizes";
