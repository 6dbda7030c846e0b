import { ArgumentError } from "../argument-error";
import { isWhole, when, type Problem } from "../rollout/problem";
import {
  pictureOf,
  problems,
  releasesOf,
  type Journey,
  type Rollout,
  type RolloutOptions,
} from "../rollout";
import type { MicroserviceArgs, Resources } from "./args";
import { startSecondsOf } from "./probes";
import { settingsVolume, told } from "./settings";

/** @throws ArgumentError for the first thing that makes no sense, before any resource exists. */
export function checkMicroservice(
  name: string,
  args: MicroserviceArgs,
  options: RolloutOptions,
): void {
  const [first] = [
    ...nameProblems(name),
    ...rolloutsOf(args.rollout).flatMap(([key, rollout]) =>
      rolloutProblems(key, rollout, args, options),
    ),
    ...numberProblems(args),
    ...resourceProblems("resources", args.resources),
    ...containerProblems(name, args),
    ...volumeProblems(args),
    ...secretProblems(args),
    ...variableProblems(args),
  ];
  // What makes no sense has no slots to count.
  const [found] = first ? [first] : plaintextProblems(args, options);
  if (found) throw new ArgumentError(found.key, found.value, found.fix);
}

/** A Service's name has 63 characters at most, and a slot's own is `NAME-canary`. */
const longestName = 56;

const nameProblems = (name: string): Problem[] =>
  when(
    !/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > longestName,
    "name",
    name,
    `give at most ${longestName} lower-case letters, digits and dashes, a letter first and no dash last`,
  );

/** Every rollout that it is said to stand in or go through. */
function rolloutsOf(
  state: Rollout | Journey,
  key = "rollout",
): readonly (readonly [key: string, rollout: Rollout])[] {
  return "strategy" in state
    ? [[key, state]]
    : [...rolloutsOf(state.from, `${key}.from`), [`${key}.to`, state.to]];
}

const ofOptions = /^(replicas|propagationSeconds)\b/;

function rolloutProblems(
  key: string,
  rollout: Rollout,
  { repository, imageOf, mesh, exposure }: MicroserviceArgs,
  options: RolloutOptions,
): Problem[] {
  const passedBy = mesh !== undefined && exposure === "loadBalancer";
  const fixOf = ({ fix }: Problem) =>
    passedBy
      ? fix.replace(
          "switch the mesh on",
          'take exposure: "loadBalancer" away and give mesh.ingress',
        )
      : fix;
  const found = problems(rollout, options).map((problem) => ({
    ...problem,
    key: ofOptions.test(problem.key) ? problem.key : `${key}.${problem.key}`,
    fix: fixOf(problem),
  }));
  const homeless = releasesOf(rollout).flatMap(([slot, { image }]) =>
    when(
      image === undefined && repository === undefined && imageOf === undefined,
      `${key}.${slot}.image`,
      image,
      "give the release an image with its tag, or the service a repository",
    ),
  );
  return [...found, ...homeless, ...imagesOf(key, rollout, repository !== undefined)];
}

const pin = "give a tag that says which, or a digest: latest is another image from day to day";

/** A tag or digest, and none that moves. */
const isPinned = (image: string): boolean =>
  /@sha256:[0-9a-f]{64}$/.test(image) || /:(?!latest$)[\w][\w.-]*$/.test(image);

const imagesOf = (key: string, rollout: Rollout, byTag: boolean): Problem[] =>
  releasesOf(rollout).flatMap(([slot, { image, version }]) =>
    image === undefined
      ? when(byTag && version === "latest", `${key}.${slot}.version`, version, pin)
      : when(!isPinned(image), `${key}.${slot}.image`, image, pin),
  );

/** Callers without a sidecar know no route: to them the Service is all of its slots. */
function plaintextProblems(
  { mesh, rollout }: MicroserviceArgs,
  options: RolloutOptions,
): Problem[] {
  if (!options.mesh || !mesh?.plaintext) return [];
  const two = rolloutsOf(rollout).some(([, it]) => pictureOf(it, options).slots.length > 1);
  return when(two, "mesh.plaintext", true, aloneFix);
}

const aloneFix =
  "callers without a sidecar would meet both slots: finish or abort the rollout first, or choose recreate or ramped";

function numberProblems(args: MicroserviceArgs): Problem[] {
  const { port = 8080, shutdownSeconds = 30, drainSeconds = 0 } = args;
  const { probes = {}, security = {}, replicas } = args;
  const startSeconds = startSecondsOf(probes);
  const { userId = 1, groupId = 1 } = security;
  const { cpuPercent = 70 } = typeof replicas === "object" ? replicas : {};
  const whole = (least: number, unit: string) => `give a whole number of ${unit} from ${least} up`;
  const anybody = "give a whole number from 1 up: 0 is root, whom Pod Security refuses";
  return [
    ...when(
      !isWhole(port, 1024) || port > 65535,
      "port",
      port,
      "give a whole number from 1024 to 65535: lower ports need root",
    ),
    ...when(!isWhole(shutdownSeconds, 1), "shutdownSeconds", shutdownSeconds, whole(1, "seconds")),
    ...when(!isWhole(drainSeconds, 0), "drainSeconds", drainSeconds, whole(0, "seconds")),
    ...when(!isWhole(startSeconds, 1), "probes.startSeconds", startSeconds, whole(1, "seconds")),
    ...when(!isWhole(userId, 1), "security.userId", userId, anybody),
    ...when(!isWhole(groupId, 1), "security.groupId", groupId, anybody),
    ...when(
      !isWhole(cpuPercent, 1),
      "replicas.cpuPercent",
      cpuPercent,
      `${whole(1, "per cent")} of what pods ask for`,
    ),
  ];
}

const bounds = [
  ["cpuMillis", "cpuLimitMillis"],
  ["memoryMiB", "memoryLimitMiB"],
] as const;

/** A quarter of the disk is asked for and half is /tmp: all three in whole MiB. */
function resourceProblems(key: string, resources: Resources): Problem[] {
  const { diskLimitMiB = 256 } = resources;
  return [
    ...bounds.flatMap(([asked, limit]) => [
      ...when(
        !isWhole(resources[asked], 1),
        `${key}.${asked}`,
        resources[asked],
        "give a whole number from 1 up",
      ),
      ...when(
        !isWhole(resources[limit], resources[asked]),
        `${key}.${limit}`,
        resources[limit],
        `give a whole number from ${resources[asked]} up, for so much is asked for`,
      ),
    ]),
    ...when(
      !isWhole(diskLimitMiB / 4, 1),
      `${key}.diskLimitMiB`,
      diskLimitMiB,
      "give a multiple of 4 from 4 up",
    ),
  ];
}

function containerProblems(app: string, args: MicroserviceArgs): Problem[] {
  const lists = { initContainers: args.initContainers ?? [], sidecars: args.sidecars ?? [] };
  const volumes = ["tmp", ...(args.volumes ?? []).map(({ name }) => name)];
  const taken = [app];
  return Object.entries(lists).flatMap(([list, containers]) =>
    containers.flatMap(({ name, image, resources, mounts = {} }, index) => {
      const key = `${list}[${index}]`;
      const twice = taken.includes(name);
      taken.push(name);
      return [
        ...when(twice, `${key}.name`, name, "another container has that name: give a new one"),
        ...when(typeof image === "string" && !isPinned(image), `${key}.image`, image, pin),
        ...resourceProblems(`${key}.resources`, resources),
        ...Object.keys(mounts).flatMap((volume) =>
          when(
            !volumes.includes(volume),
            `${key}.mounts.${volume}`,
            mounts[volume],
            `the pod has no volume of that name: give one of ${volumes.join(", ")}`,
          ),
        ),
      ];
    }),
  );
}

function volumeProblems({ volumes = [], config, secrets }: MicroserviceArgs): Problem[] {
  const names: string[] = ["tmp", ...Object.values(settingsVolume)];
  const folders = [
    "/tmp",
    ...[told(config).as, told(secrets).as].flatMap((as) =>
      typeof as === "string" ? [] : as.folder,
    ),
  ];
  return volumes.flatMap(({ name, folder }, index) => {
    const key = `volumes[${index}]`;
    const found = [
      ...when(
        names.includes(name),
        `${key}.name`,
        name,
        "another volume has that name: give a new one",
      ),
      ...when(!folder.startsWith("/"), `${key}.folder`, folder, "give a path that starts with /"),
      ...when(
        folders.includes(folder),
        `${key}.folder`,
        folder,
        "something else is mounted there: give another",
      ),
    ];
    names.push(name);
    folders.push(folder);
    return found;
  });
}

function secretProblems({ secrets, volumes = [], namingKey }: MicroserviceArgs): Problem[] {
  const kept = Object.keys(told(secrets).values).length > 0;
  const needed = kept || volumes.some(({ kind }) => kind === "secret");
  const fix = "names of Secrets are public: give a long random secret that keys the hash in them";
  return when(needed && namingKey === undefined, "namingKey", namingKey, fix);
}

/** A variable that is said twice has one of the values; which one is nobody's guess. */
function variableProblems({ env = {}, config, secrets, rollout }: MicroserviceArgs): Problem[] {
  const asVariables = (of: { as: unknown; values: object }) =>
    typeof of.as === "string" ? Object.keys(of.values) : [];
  const releases = rolloutsOf(rollout).flatMap(([, it]) => releasesOf(it));
  const own = releases.flatMap(([, { config: settings = {} }]) => Object.keys(settings));
  const plain = [...asVariables(told(config)), ...own];
  const secret = asVariables(told(secrets));
  const twice = (key: string, names: readonly string[], others: readonly string[], where: string) =>
    names
      .filter((name) => others.includes(name))
      .flatMap((name) =>
        when(true, `${key}.${name}`, "(set)", `${where} has it too: leave one of the two out`),
      );
  return [
    ...twice("env", Object.keys(env), plain, "config"),
    ...twice("env", Object.keys(env), secret, "secrets"),
    ...twice("config", plain, secret, "secrets"),
  ];
}
