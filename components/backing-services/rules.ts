import { ArgumentError } from "../argument-error";
import type { InCluster, OnAws, ServiceArgs } from "./places";

/** @throws ArgumentError */
export function checkService({ username = "shop" }: ServiceArgs): void {
  if (!/^[a-z][a-z0-9_]{0,15}$/.test(username) || reserved.has(username)) {
    throw new ArgumentError(
      "username",
      username,
      "give up to 16 lower case letters, digits and _ that start with a letter and are no server's own user",
    );
  }
}

/** Users that RDS, PostgreSQL or Valkey keep to themselves. Source: Amazon RDS User Guide, master user; checked 2026-11-21. */
const reserved = new Set(["admin", "default", "postgres", "rdsadmin", "root"]);

/** @throws ArgumentError */
export function checkDatabaseName(databaseName = "shop"): void {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(databaseName)) {
    throw new ArgumentError(
      "databaseName",
      databaseName,
      "give up to 63 lower case letters, digits and _ that start with a letter",
    );
  }
}

/** @throws ArgumentError */
export function checkInCluster({ compute, storageClassName, sizeGiB = 8 }: InCluster): void {
  if (compute === "fargate") {
    throw new ArgumentError(
      "place.compute",
      compute,
      'add nodes, or choose place.on "aws": Fargate mounts no disks',
    );
  }
  if (storageClassName === "aws-efs") {
    throw new ArgumentError(
      "place.storageClassName",
      storageClassName,
      "name a class of disks, such as gp3: files that are shared over NFS corrupt a database",
    );
  }
  whole("place.sizeGiB", sizeGiB, 1, 16_384);
}

/** @throws ArgumentError */
export function checkOnAws({ subnetIds }: OnAws): void {
  if (subnetIds.length < 2) {
    throw new ArgumentError(
      "place.subnetIds",
      subnetIds.length,
      "name two private subnets or more, each in a zone of its own",
    );
  }
}

/** A name that AWS keeps in one space for an account and region. @throws ArgumentError */
export function checkName(name: string, longest: number): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > longest) {
    throw new ArgumentError(
      "name",
      name,
      `give up to ${longest} lower case letters, digits and single hyphens, starting with a letter`,
    );
  }
}

/** @throws ArgumentError */
export function whole(argument: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ArgumentError(argument, value, `give a whole number from ${least} to ${most}`);
  }
}

/** @throws ArgumentError that does not show the password */
export function checkPassword(password: string): string {
  if (!/^[A-Za-z0-9_-]{16,128}$/.test(password)) {
    throw new ArgumentError(
      "password",
      "[secret]",
      "set 16 to 128 letters, digits, - and _ in the stack's encrypted config",
    );
  }
  return password;
}
