import { readFile, stat } from "node:fs/promises";
import { writePrivate } from "../../files";
import { withLock } from "../../tools/lock";
import type { AccountView, Existing } from "./types";
import { simulatedAccount } from "./values";

/** The file's content: what "AWS" has. A person may read it, and take things away to see them come back. */
interface AccountFile {
  readonly note: string;
  readonly accountId: string;
  /** How often a resource was made under a URN, so that a new one gets a new id. */
  readonly generations: Readonly<Record<string, number>>;
  readonly resources: Readonly<Record<string, Existing>>;
}

const note = "A simulated AWS account of the sandbox. Nothing here exists on AWS.";

const emptyFile: AccountFile = {
  note,
  accountId: simulatedAccount,
  generations: {},
  resources: {},
};

const keyOf = ({ type, region, id }: Pick<Existing, "type" | "region" | "id">): string =>
  `${type}|${region}|${id}`;

/** The account while it is changed, and a view of it for those who only look. */
export class AccountState implements AccountView {
  private readonly resources: Map<string, Existing>;
  private readonly generations: Map<string, number>;
  private changes = 0;

  constructor(file: AccountFile) {
    this.resources = new Map(Object.entries(file.resources));
    this.generations = new Map(Object.entries(file.generations));
  }

  get all(): readonly Existing[] {
    return [...this.resources.values()];
  }

  get version(): number {
    return this.changes;
  }

  ofType(type: string, region?: string): readonly Existing[] {
    return this.all.filter(
      (resource) => resource.type === type && (region === undefined || resource.region === region),
    );
  }

  get(type: string, region: string, id: string): Existing | undefined {
    return this.resources.get(keyOf({ type, region, id }));
  }

  /** The account as if a resource were not there. */
  without(resource: Existing): AccountState {
    const state = new AccountState(this.toFile());
    state.remove(resource);
    return state;
  }

  /** The account as if resources were so already. */
  with(resources: readonly Existing[]): AccountState {
    const state = new AccountState(this.toFile());
    for (const resource of resources) state.put(resource);
    return state;
  }

  /** How often a resource of this URN was made before. */
  generation(urn: string): number {
    return this.generations.get(urn) ?? 0;
  }

  add(resource: Existing): void {
    this.generations.set(resource.urn, this.generation(resource.urn) + 1);
    this.put(resource);
  }

  put(resource: Existing): void {
    this.resources.set(keyOf(resource), resource);
    this.changes += 1;
  }

  remove(resource: Pick<Existing, "type" | "region" | "id">): void {
    if (!this.resources.delete(keyOf(resource))) return;
    if (this.resources.size === 0) this.generations.clear();
    this.changes += 1;
  }

  toFile(): AccountFile {
    return {
      ...emptyFile,
      generations: Object.fromEntries(this.generations),
      resources: Object.fromEntries(this.resources),
    };
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** A change that waits to be written. */
interface Waiting {
  /** Makes the change; what it returns answers whoever asked, once it is written. */
  run(state: AccountState): () => void;
  fail(error: Error): void;
}

/**
 * The simulated account in its file. Any number of processes may use it at once. Changes of one process that meet are
 * written together, so that a big `up` writes a few times and not once for each resource.
 */
export class Account {
  private cached: { readonly stamp: string; readonly state: AccountState } | undefined;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly path: string) {}

  /** The account as it is now; read again only where the file changed. */
  async view(): Promise<AccountState> {
    const stamp = await this.stamp();
    if (this.cached?.stamp !== stamp) {
      this.cached = { stamp, state: new AccountState(await this.load()) };
    }
    return this.cached.state;
  }

  /** Changes the account. What `change` throws refuses this change alone; it must throw before it changes anything. */
  async change<T>(change: (state: AccountState) => T): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      this.waiting.push({
        run: (state) => {
          try {
            const value = change(state);
            return () => resolve(value);
          } catch (error) {
            const reason = asError(error);
            return () => reject(reason);
          }
        },
        fail: reject,
      });
    });
    // A refusal may come while this waits for others' changes to be written: it has a listener from the start.
    result.catch(() => undefined);
    while (this.waiting.length > 0) {
      this.writing ??= this.writeWaiting().finally(() => (this.writing = undefined));
      await this.writing;
    }
    return result;
  }

  private async writeWaiting(): Promise<void> {
    let taken: Waiting[] = [];
    try {
      await withLock(`${this.path}.lock`, async () => {
        const state = await this.view();
        const before = state.version;
        taken = this.waiting;
        this.waiting = [];
        const answers = taken.map((waiting) => waiting.run(state));
        if (state.version !== before) await this.save(state);
        for (const answer of answers) answer();
      });
    } catch (error) {
      this.cached = undefined;
      const failed = [...taken, ...this.waiting];
      this.waiting = [];
      for (const waiting of failed) waiting.fail(asError(error));
    }
  }

  private async save(state: AccountState): Promise<void> {
    writePrivate(this.path, `${JSON.stringify(state.toFile(), undefined, 1)}\n`);
    this.cached = { stamp: await this.stamp(), state };
  }

  private async stamp(): Promise<string> {
    try {
      const { ino, mtimeNs, size } = await stat(this.path, { bigint: true });
      return `${ino} ${mtimeNs} ${size}`;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "none";
      throw error;
    }
  }

  private async load(): Promise<AccountFile> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyFile;
      throw error;
    }
    try {
      return { ...emptyFile, ...(JSON.parse(text) as Partial<AccountFile>) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `${this.path}, the simulated AWS account, cannot be read (${reason}); mend it, or remove it and run up --refresh`,
        { cause: error },
      );
    }
  }
}
