import * as pulumi from "@pulumi/pulumi";

import { platformVersions } from "../../versions";
import { contentSecret } from "./credentials";
import type { DatabaseEndpoint } from "./database";
import type { InCluster } from "./places";
import { runServer } from "./server";
import { serverSizes } from "./sizes";

export interface AskedDatabase {
  readonly namespace: pulumi.Input<string>;
  readonly username: string;
  readonly databaseName: string;
  readonly password: pulumi.Output<string>;
}

const port = 5432;
const secretPath = "/run/secrets/database";

/**
 * The image sets the password of an empty disk only. Later ones are set at each start, over the socket,
 * which the image trusts.
 * Source: docker-library/postgres, docker-entrypoint.sh; checked 2026-11-21.
 */
const setPassword = (username: string): string => {
  const psql = `psql -v ON_ERROR_STOP=1 -v password="$(cat ${secretPath}/password)" -U ${username} -d postgres`;
  const statement = `ALTER ROLE ${username} PASSWORD :'password'`;
  return `for attempt in $(seq 60); do ${psql} <<< "${statement}" && exit 0; sleep 1; done; exit 1`;
};

/** PostgreSQL as one pod: the image of docker-library, whose data stand below /var/lib/postgresql since 18. */
export function databaseInCluster(
  name: string,
  { namespace, username, databaseName, password }: AskedDatabase,
  place: InCluster,
  opts: pulumi.CustomResourceOptions,
): DatabaseEndpoint {
  const secret = contentSecret(
    `${name}-server`,
    `${name}-server`,
    namespace,
    password,
    { password },
    opts,
  );
  const ready = runServer(
    {
      app: name,
      namespace,
      image: place.image ?? `docker.io/library/postgres:${platformVersions.postgres.version}`,
      port,
      size: serverSizes.database,
      dataPath: "/var/lib/postgresql",
      secret: { name: secret.metadata.name, path: secretPath },
      scratch: ["/var/run/postgresql"],
      env: {
        POSTGRES_DB: databaseName,
        POSTGRES_USER: username,
        POSTGRES_PASSWORD_FILE: `${secretPath}/password`,
      },
      // Over the network: while it is set up it listens on its socket alone.
      ready: ["pg_isready", "--host=127.0.0.1", `--username=${username}`],
      postStart: ["bash", "-c", setPassword(username)],
    },
    place,
    opts,
  );
  return { host: pulumi.interpolate`${name}.${namespace}`, port, tls: false, ready };
}
