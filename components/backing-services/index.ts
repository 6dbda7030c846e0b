export { checkCache, checkDatabase, checkMessaging } from "./checks";
export { Cache, type CacheArgs, type CacheConnection } from "./cache";
export type { CacheOnAws } from "./cache-on-aws";
export { Database, type DatabaseArgs, type DatabaseConnection } from "./database";
export type { DatabaseOnAws } from "./database-on-aws";
export { Messaging, type MessagingArgs, type MessagingConnection } from "./messaging";
export type { MessagingOnAws } from "./messaging-on-aws";
export type { InCluster, OnAws, ServiceArgs } from "./places";
export { serverSizes, type ServerSize } from "./sizes";
