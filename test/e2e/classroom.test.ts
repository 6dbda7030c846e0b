import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { parse, stringify } from "yaml";

import { labs } from "../../apps/labs";
import { serviceNames } from "../../apps/twelve-street/services";
import { revisionName } from "../../components/istio-mesh/revisions";
import { platformVersions } from "../../versions";
import { allowed } from "./classroom/allowed";
import { Caller } from "./classroom/api";
import { cutOff } from "./classroom/cut-off";
import { waysBeyond, words } from "./classroom/ways";
import { workAll } from "./labs/course";
import { Audit } from "./reset/audit";
import { killed, search } from "./reset/check";
import { roomOf } from "./reset/world";
import { configFlags, TestSandbox } from "./sandbox";
import { smallShop } from "./small-shop";
import { first, namesOf } from "./students";

const domain = "students.example.com";
const students = namesOf(3);

/** Istio's kinds and an NGINX, and nothing else that students' environments can do without. */
const platform = [
  ...smallShop({ mesh: true }),
  ...["--config", "twelve-street:ingress={alb: null, routes: null}"],
  ...["--config", "twelve-street:shop.services.products.enabled=false"],
  ...["--config", "twelve-street:registry.labImages=false"],
];

const fewStudents = configFlags(first(students.length));

/** Labs that need nothing of a platform; all of them are worked by `npm run test:labs`. */
const someLabs = [
  ...["labels-and-annotations", "guestbook", "change-cause", "namespaces", "quota-and-limits"],
  ...["service-without-selector", "service-named-ports", "volume-git", "configmaps", "probe-http"],
];

/** A shop each, and a quota that holds it. */
const shops = [
  ...["--config", "twelve-street:shop={}"],
  ...["--config", 'twelve-street:quota={requestsMemory: 3Gi, limitsCpu: "5", limitsMemory: 4Gi}'],
];

interface Listed {
  items: { metadata: { name: string; resourceVersion: string } }[];
}

const kinds = (own: string) => [
  ...["resourcequotas", "limitranges", "serviceaccounts", "services", "configmaps"].map(
    (kind) => `/api/v1/namespaces/${own}/${kind}`,
  ),
  ...["roles", "rolebindings"].map(
    (kind) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${own}/${kind}`,
  ),
  `/apis/networking.k8s.io/v1/namespaces/${own}/networkpolicies`,
  `/apis/networking.k8s.io/v1/namespaces/${own}/ingresses`,
  `/apis/apps/v1/namespaces/${own}/deployments`,
];

describe("a classroom on a platform that stands", () => {
  const sandbox = new TestSandbox();
  const up = async (...words: string[]) => {
    const text = await sandbox.ok("up", "--stack", "classroom", "--json", ...words);
    return JSON.parse(text) as { changes: Record<string, number>; students: object };
  };
  let instructor: Caller;
  let student: Caller;
  let files: Record<string, string>;

  const handOut = async () => {
    const told = await sandbox.course("handout", "--json");
    assert.equal(told.code, 0, told.stderr);
    ({ files } = JSON.parse(told.stdout) as { files: Record<string, string> });
    student = new Caller(files.user01 ?? "");
  };

  before(async () => {
    const early = await sandbox.run("up", "--stack", "classroom");
    assert.notEqual(early.code, 0);
    assert.match(early.stderr, /platform is "dev": that stack is not up here/);
    await sandbox.up("--json", ...platform);
    const { students: made } = await up(...fewStudents);
    assert.deepEqual(Object.keys(made), students);
    await handOut();
    instructor = new Caller(join(sandbox.home, "dev", "kubeconfig"));
  });
  after(() => sandbox.dispose());

  const versions = async (own: string) => {
    const lists = await Promise.all(kinds(own).map((path) => instructor.ask("GET", path)));
    return lists.flatMap(({ body }) =>
      (body as Listed).items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]),
    );
  };

  it("hands out a kubeconfig for each, for its owner alone and without keys of the instructor", () => {
    assert.deepEqual(Object.keys(files), students);
    for (const file of Object.values(files)) {
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.ok(!readFileSync(file, "utf8").includes("client-key"));
    }
  });

  /** The platform has got Istio's kinds a moment ago, and a quota refuses what it has not counted yet. */
  const countsTheMesh = async () => {
    const kind = "count/requestauthentications.security.istio.io";
    for (const end = Date.now() + 90_000; Date.now() < end;) {
      const path = "/api/v1/namespaces/user01/resourcequotas/bounds";
      const { status } = (await instructor.ask("GET", path)).body as { status?: { used?: object } };
      if (kind in (status?.used ?? {})) return;
      await sleep(1_000);
    }
    assert.fail(`${kind} is not counted`);
  };

  it("lets a student do what the course has them do", async () => {
    await countsTheMesh();
    for (const { what, path, body } of allowed("user01", domain)) {
      const answer = await student.ask("POST", path, body);
      assert.equal(answer.status, 201, `${what}: ${answer.message}`);
    }
    for (const path of ["/api/v1/nodes", "/apis/storage.k8s.io/v1/storageclasses"])
      assert.equal((await student.ask("GET", path)).status, 200, path);
    const rollout = ["rollout", "status", "deployment/web", "-n", "user01", "--timeout=30s"];
    await sandbox.kubectl(...rollout);
  });

  it("refuses every way beyond the own namespace, each for its own reason", async () => {
    const ways = waysBeyond("user01", "user02", domain);
    assert.ok(ways.length >= 40);
    for (const { what, method, path, body, by } of ways) {
      const { status, message } = await student.ask(method, path, body);
      assert.ok(status === 403 || status === 422, `${what}: ${status} ${message}`);
      assert.match(message, words[by], what);
    }
  });

  const statusNow = async () => {
    const { code, stdout, stderr } = await sandbox.course("status", "--json");
    assert.equal(code, 0, stderr);
    const { students: all } = JSON.parse(stdout) as { students: { student: string; is: string }[] };
    return Object.fromEntries(all.map(({ student: name, is }) => [name, is]));
  };

  it("sees what a student has made, resets them alone, and then has nothing to write", async () => {
    const audit = new Audit(sandbox);
    audit.since();
    assert.deepEqual(await statusNow(), { user01: "strays", user02: "clean", user03: "clean" });
    const page = join(sandbox.home, "status.html");
    await sandbox.course("status", "--html", page);
    assert.match(readFileSync(page, "utf8"), /<td>user01<\/td>/);
    const { stdout: changed } = await sandbox.course("diff", "user01");
    assert.match(changed, /\+\+\+ live\/Deployment web/);
    const dry = await sandbox.course("reset", "--all", "--dry-run");
    assert.match(dry.stdout, /remove {2}Deployment web/);
    const lab = await sandbox.course("reset", "--all", "--lab", "efs-shared-volume", "--dry-run");
    assert.match(lab.stderr, /efs-shared-volume needs storage that many nodes write/);
    assert.deepEqual(audit.since(), []);

    const done = await sandbox.course("reset", "--all", "--json");
    assert.equal(done.code, 0, done.stderr);
    const written = audit.since();
    assert.ok(written.length > 0);
    assert.deepEqual(
      written.filter((line) => line.split(" ")[1] !== "user01"),
      [],
    );
    const { file, students: certified } = JSON.parse(done.stdout) as {
      file: string;
      students: { live: string; baseline: string }[];
    };
    for (const { live, baseline } of certified) assert.equal(live, baseline);
    assert.ok(readFileSync(file, "utf8").includes("seal"));
    assert.equal((await sandbox.course("reset", "--all")).code, 0);
    assert.deepEqual(audit.since(), []);
    assert.deepEqual(await statusNow(), { user01: "clean", user02: "clean", user03: "clean" });
  });

  it("brings back what all share where that is asked for, and lists it first", async () => {
    // The chart is not there to make it: this stands in for it, as somebody has changed it.
    const revision = revisionName({ version: platformVersions.istio.version });
    const [space, name] = ["istio-system", `istio-${revision}`];
    const mesh = "outboundTrafficPolicy:\n  mode: MINE\ntrustDomain: cluster.local\n";
    await sandbox.kubectl("create", "configmap", name, "-n", space, `--from-literal=mesh=${mesh}`);
    const told = new RegExp(`restore ConfigMap ${name}: .*outboundTrafficPolicy\\.mode`);
    const dry = await sandbox.course("reset", "--all", "--shared", "--dry-run");
    assert.match(dry.stdout, told);
    const { code, stdout, stderr } = await sandbox.course("reset", "--all", "--shared");
    assert.equal(code, 0, stderr);
    assert.match(stdout, told);
    const path = `/api/v1/namespaces/${space}/configmaps/${name}`;
    const { data } = (await instructor.ask("GET", path)).body as { data: { mesh: string } };
    assert.match(data.mesh, /mode: ALLOW_ANY/);
    assert.match(data.mesh, /trustDomain: cluster\.local/);
    const again = await sandbox.course("reset", "--all", "--shared", "--dry-run");
    assert.doesNotMatch(again.stdout, told);
    await sandbox.kubectl("delete", "configmap", name, "-n", space);
  });

  it("makes volume claims anew only where that is asked for", async () => {
    const path = "/api/v1/namespaces/user03/persistentvolumeclaims/data";
    const claim = async () => {
      const { status, body } = await instructor.ask("GET", path);
      assert.equal(status, 200);
      return (body as { metadata: { uid: string } }).metadata.uid;
    };
    const reset = async (...words: string[]) => {
      const { code, stderr } = await sandbox.course("reset", "--students", "user03", ...words);
      assert.equal(code, 0, stderr);
    };
    await reset("--lab", "persistent-volume-claims");
    const first = await claim();
    await reset();
    assert.equal(await claim(), first);
    await reset("--clear-data");
    assert.notEqual(await claim(), first);
    await reset("--bare");
    assert.equal((await instructor.ask("GET", path)).status, 404);
  });

  it("says what to do where credentials have run out, and touches nothing", async () => {
    const file = join(sandbox.home, "dev", "kubeconfig");
    const text = readFileSync(file, "utf8");
    const audit = new Audit(sandbox);
    audit.since();
    const config = parse(text) as { users: { user: object }[] };
    for (const one of config.users) one.user = { token: "run-out" };
    writeFileSync(file, stringify(config));
    try {
      for (const words of [["status"], ["reset", "--all"], ["diff", "user01"]]) {
        const { code, stdout, stderr } = await sandbox.course(...words);
        assert.equal(code, 1, stdout);
        assert.match(stderr, /Your credentials have run out: log in again/);
      }
    } finally {
      writeFileSync(file, text);
    }
    assert.deepEqual(audit.since(), []);
  });

  it("brings students back from whatever was done to them, and writes nowhere else", async () => {
    await search(roomOf(sandbox), new Audit(sandbox), students, [7, 8]);
  });

  it("comes to the same end when it is killed on the way", async () => {
    await killed(sandbox, roomOf(sandbox), "user02", [1_500, 2_500]);
    const bare = await sandbox.course("reset", "--all", "--bare");
    assert.equal(bare.code, 0, bare.stderr);
  });

  it("has labs worked under students' own rights and quota", async () => {
    // A namespace that was made anew knows none of the tokens that were handed out before.
    await handOut();
    const { user02 = "", user03 = "" } = files;
    const outcomes = await workAll(
      labs.filter(({ name }) => someLabs.includes(name)),
      {
        instructor: join(sandbox.home, "dev", "kubeconfig"),
        students: { user02, user03 },
        domain,
        ingressClass: "nginx",
        registry: "000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/*",
        cache: sandbox.home,
      },
    );
    assert.deepEqual([...outcomes.keys()].sort(), [...someLabs].sort());
    for (const error of outcomes.values()) assert.ifError(error);
  });

  it("gives each a shop that runs, and that they may change", async () => {
    await up(...shops);
    for (const own of students) {
      const path = `/apis/apps/v1/namespaces/${own}/deployments`;
      const { body } = await instructor.ask("GET", path);
      const names = (body as Listed).items.map(({ metadata }) => metadata.name);
      for (const service of serviceNames) assert.ok(names.includes(service), `${own} ${service}`);
    }
    await sandbox.kubectl(
      "rollout",
      "status",
      "deployment/gateway",
      "-n",
      "user01",
      "--timeout=60s",
    );
    const scale = { spec: { replicas: 2 } };
    const ui = "/apis/apps/v1/namespaces/user01/deployments/ui";
    assert.equal((await student.ask("PATCH", ui, scale)).status, 200);
    const policy = "/apis/networking.k8s.io/v1/namespaces/user01/networkpolicies/products";
    const narrower = { spec: { ingress: [{ from: [{ podSelector: {} }] }] } };
    assert.equal((await student.ask("PATCH", policy, narrower)).status, 200);
    assert.equal((await student.ask("DELETE", ui)).status, 200);
    await up("--refresh");
  });

  it("tells why a service is not reached, and nothing where it is", async () => {
    const doctor = () => sandbox.course("doctor", "user01", "--service", "gateway");
    const before = await doctor();
    assert.equal(before.code, 0, before.stdout + before.stderr);
    const selector = (app: string) => ({ spec: { selector: { app } } });
    const path = "/api/v1/namespaces/user01/services/gateway";
    await student.ask("PATCH", path, selector("gatewya"));
    const { code, stdout, stderr } = await doctor();
    assert.equal(code, 1, stderr);
    assert.match(
      stdout + stderr,
      /Service\/gateway selects app=gatewya.*Deployment\/gateway have app=gateway/,
    );
    await student.ask("PATCH", path, selector("gateway"));
  });

  it("has nothing to do a second time", async () => {
    assert.deepEqual(Object.keys((await up()).changes), ["same"]);
  });

  it("ends an up first that was cut off with its engine, so that nothing of it is left behind", async () => {
    const known = () => readFileSync(join(sandbox.home, "dev", "aws.json"), "utf8");
    await cutOff(
      sandbox,
      /Namespace \S*user04\b.* created/,
      ...["--config", "twelve-street:students.user04={}"],
    );
    const space = () => instructor.ask("GET", "/api/v1/namespaces/user04");
    assert.equal((await space()).status, 200);
    const looked = await sandbox.course("status");
    assert.equal(looked.code, 1);
    assert.match(looked.stderr, /cut off .* run "npm run sandbox -- up --stack classroom"/);
    const { students: left } = await up("--config", "twelve-street:students.user04=null");
    assert.deepEqual(Object.keys(left), students);
    assert.equal((await space()).status, 404);
    const { resources } = JSON.parse(known()) as { resources: object };
    assert.ok(!JSON.stringify(resources).includes("user04"));
    assert.deepEqual(Object.keys((await up()).changes), ["same"]);
  });

  it("removes a student without a trace, and touches no other", async () => {
    const before = await Promise.all(["user01", "user02"].map(versions));
    await up("--config", "twelve-street:students.user03=null");
    assert.deepEqual(await Promise.all(["user01", "user02"].map(versions)), before);
    const gone = await instructor.ask("GET", "/api/v1/namespaces/user03");
    assert.equal(gone.status, 404);
    const bindings = await instructor.ask(
      "GET",
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
    );
    assert.ok(!JSON.stringify(bindings.body).includes("user03"));
    // The rest of the file is how often each name was taken, so that no id comes twice.
    const account = readFileSync(join(sandbox.home, "dev", "aws.json"), "utf8");
    const { resources } = JSON.parse(account) as { resources: object };
    assert.ok(JSON.stringify(resources).includes("user02"));
    assert.ok(!JSON.stringify(resources).includes("user03"));
  });

  it("scales nodes down for a night and up for a day, and Pulumi leaves them as they are", async () => {
    const nodes = async () =>
      (await sandbox.kubectl("get", "nodes", "-o", "name")).trim().split("\n").length;
    const scaled = async (...words: string[]) => {
      const { code, stdout, stderr } = await sandbox.course(...words, "--json");
      assert.equal(code, 0, stderr);
      const { groups } = JSON.parse(stdout) as { groups: { before: number; after: number }[] };
      return groups.map(({ before, after }) => [before, after]);
    };
    const early = await nodes();
    const [[, night = 0] = []] = await scaled("close", "--dry-run");
    assert.ok(night < early);
    assert.equal(await nodes(), early, "--dry-run changes nothing");
    assert.deepEqual(await scaled("close"), [[early, night]]);
    assert.equal(await nodes(), night);
    const [[, wanted = 0] = []] = await scaled("open", "--day", "3", "--full");
    assert.ok(wanted > night);
    assert.equal(await nodes(), wanted);
    assert.deepEqual(Object.keys((await sandbox.upFacts()).changes), ["same"]);
    assert.equal(await nodes(), wanted);
  });

  it("keeps its platform from being destroyed under it, and goes without a trace", async () => {
    for (const refused of [
      await sandbox.run("destroy", "--stack", "dev"),
      await sandbox.course("teardown", "--stack", "dev", "--yes"),
    ]) {
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /classroom stands on stack "dev": nothing was deleted/);
    }
    await sandbox.ok("destroy", "--stack", "classroom");
    const left = await sandbox.kubectl(
      "get",
      "ns,clusterrole,clusterrolebinding,validatingadmissionpolicy,validatingadmissionpolicybinding",
      ...["-l", "classroom.twelve-street/name", "-o", "name"],
    );
    assert.equal(left, "");
  });
});
