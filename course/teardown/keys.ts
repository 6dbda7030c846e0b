/** Keys of the config that decide what becomes of data. */
export const keys = {
  efs: "twelve-street:storage.efs.fileSystem.onDestroy",
  backup: "twelve-street:storage.efs.fileSystem.backup",
  reclaim: "twelve-street:storage.disks.reclaim",
  database: "twelve-street:backingServices.database.place.onDestroy",
  images: "twelve-street:registry.forceDelete",
  logs: "twelve-street:observability.logs.onDestroy",
} as const;
