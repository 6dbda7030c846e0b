import type {
  CheckFailure,
  CheckResult,
  DiffRequest,
  DiffResult,
  Operation,
  Properties,
  ResourceProvider,
} from "../runtime/provider";
import { unknownValue } from "../runtime/provider";
import type { Account, AccountState } from "./account";
import { deletionRefusal, refusalError } from "./admission";
import { Claims } from "./claims";
import { type ProviderConfig, configProblems, parseProviderConfig } from "./config";
import { diffInputs, mustDeleteFirst } from "./diff";
import type { Watch } from "./node-replacement";
import { createRecord, findResource, renewed, shown, withoutNotes } from "./records";
import { autoName } from "./rules/names";
import { mergedTags } from "./rules/tags";
import { withRemembered } from "./secrets";
import { checkResource, isDescribed, simulateCall, specOf } from "./simulate";
import type { AccountView, Existing, Props, SecretText } from "./types";
import { isProps, simulatedAccount, withDefaults } from "./values";

/** What a resource brings to Kubernetes, by its type. */
export interface Workers {
  settle(resource: Existing, account: AccountView, watch: Watch): Promise<void>;
  remove(resource: Existing, warn: (text: string) => void): Promise<void>;
}

/** What a resource leaves in the account when it goes: nobody is there to delete it then. */
export interface Leaver {
  leaves(resource: Existing, warn: (text: string) => void): Promise<readonly Existing[]>;
}

export type WorkersByType = Readonly<Record<string, Partial<Workers & Leaver>>>;

/** The bridged provider's own note of which inputs it filled in. */
const defaultsKey = "__defaults";

/** Serves the unchanged AWS SDK from the simulated account. */
export class SimulatedAws implements ResourceProvider {
  private config: ProviderConfig = parseProviderConfig({});
  /** URNs the engine has shown to know. What the account holds under another was left by a run that was cut off. */
  private readonly known = new Set<string>();
  /** URNs whose old resource is gone before a new one is made: what the account holds then was left, too. */
  private readonly goesFirst = new Set<string>();
  private readonly claims = new Claims();
  private readonly noted = new Set<string>();
  /** What this preview would change: the nodes' new version is judged by the control plane's new one. */
  private readonly plans: Existing[] = [];

  constructor(
    private readonly account: Account,
    /** Empty where the cluster has workers of its own. */
    private readonly workers: WorkersByType,
    /** What somebody has put into Secrets Manager. */
    private readonly secretText: SecretText = () => undefined,
  ) {}

  checkConfig(inputs: Properties): CheckResult {
    return { inputs, failures: configProblems(inputs) };
  }

  diffConfig({ oldInputs, inputs }: Omit<DiffRequest, "id">): DiffResult {
    // As the bridged provider: another region is another provider; everything else is taken up as it is.
    return { detailed: diffInputs({ id: () => "", replace: ["region"] }, oldInputs, inputs) };
  }

  configure(config: Properties): void {
    this.config = parseProviderConfig(config);
  }

  async check(
    operation: Operation,
    { inputs, old }: { inputs: Properties; old: Properties | undefined },
  ): Promise<CheckResult> {
    const { type, urn } = operation;
    const spec = specOf(type);
    const before = old !== undefined && Object.keys(old).length > 0 ? old : undefined;
    if (before) this.known.add(urn);
    this.noteGeneric(operation);

    const checked: Properties = { ...inputs, ...policyTexts(inputs, spec.rules?.policies) };
    const filled: string[] = [];
    const property = spec.nameRule?.auto ? spec.nameRule.property : undefined;
    if (property !== undefined && checked[property] === undefined) {
      checked[property] = await this.freeName(operation, property, inputs, before);
      filled.push(property);
    }
    if (spec.tagged) {
      const tags = mergedTags(this.config.defaultTags, checked.tags);
      if (tags !== undefined) checked.tags = tags;
    }
    const failures: CheckFailure[] = [
      ...checkResource(type, checked),
      ...this.claims.claim(type, urn, this.regionOf(checked), checked),
    ];
    return { inputs: { ...checked, [defaultsKey]: filled }, failures };
  }

  diff({ type, urn }: Operation, { oldInputs, inputs }: DiffRequest): DiffResult {
    this.known.add(urn);
    const spec = specOf(type);
    const deleteBeforeReplace = mustDeleteFirst(spec, oldInputs, inputs);
    if (deleteBeforeReplace) this.goesFirst.add(urn);
    return { detailed: diffInputs(spec, oldInputs, inputs), deleteBeforeReplace };
  }

  async create(
    operation: Operation,
    inputs: Properties,
  ): Promise<{ id: string | undefined; outputs: Properties }> {
    const { type, urn, preview } = operation;
    if (preview) return { id: undefined, outputs: planned(type, inputs) };
    const made = await this.account.change((state) => {
      const left = state.ofType(type).find((existing) => this.isLeft(existing, urn));
      return createRecord(state, requestOf(operation, inputs), this.context, left);
    });
    await this.settle(operation, made);
    return { id: made.id, outputs: answer(made, inputs) };
  }

  async read(
    operation: Operation,
    request: { id: string; state: Properties; inputs: Properties },
  ): Promise<{ id: string; outputs: Properties; inputs: Properties } | undefined> {
    const { type, urn } = operation;
    this.known.add(urn);
    const found = this.find(await this.account.view(), type, request.id, request.state);
    if (found === undefined) return undefined;
    await this.settle(operation, found);
    const { sensitive } = specOf(type);
    return {
      id: found.id,
      outputs: withRemembered(shown(found), request.state, sensitive),
      inputs: {
        [defaultsKey]: [],
        ...withRemembered(found.inputs, request.inputs, sensitive),
      },
    };
  }

  async update(
    operation: Operation,
    request: { id: string; state: Properties; inputs: Properties },
  ): Promise<Properties> {
    const { type, urn, preview, name } = operation;
    const { id, state: outputs, inputs } = request;
    this.known.add(urn);
    const change = (state: AccountState): Existing | undefined => {
      const found = this.find(state, type, id, outputs);
      const context = { ...this.context, account: state };
      return found && renewed(found, requestOf(operation, inputs), context, preview);
    };
    if (preview) {
      const plan = change((await this.account.view()).with(this.plans));
      if (plan === undefined) return { ...outputs, ...planned(type, inputs) };
      this.plans.push(plan);
      return answer(plan, inputs);
    }
    const updated = await this.account.change((state) => {
      const changed = change(state);
      if (changed === undefined) {
        const message = `${id} does not exist any more; up --refresh makes it again`;
        throw refusalError("updating", type, name, { code: "NotFoundException", message });
      }
      state.put(changed);
      return changed;
    });
    await this.settle(operation, updated);
    return answer(updated, inputs);
  }

  async delete(operation: Operation, request: { id: string; state: Properties }): Promise<void> {
    const { type, name, urn } = operation;
    this.known.add(urn);
    const found = this.find(await this.account.view(), type, request.id, request.state);
    if (found === undefined) return;
    const workers = this.workers[type];
    const warn = (text: string) => operation.log("warning", text);
    await workers?.remove?.(found, warn);
    const left = await workers?.leaves?.(found, warn);
    await this.account.change((state) => {
      const refusal = deletionRefusal(specOf(type), found, state);
      if (refusal) throw refusalError("deleting", type, name, refusal);
      state.remove(found);
      for (const stays of [...(left ?? []), specOf(type).leaves?.(found)])
        if (stays) state.put(stays);
    });
  }

  async invoke(
    token: string,
    args: Properties,
  ): Promise<Properties | { failures: readonly CheckFailure[] }> {
    const account = await this.account.view();
    const { context, secretText } = this;
    return simulateCall(token, args, { ...context, urn: token, account, secretText });
  }

  private get context() {
    return { region: this.config.region ?? "", accountId: simulatedAccount };
  }

  private regionOf(properties: Props): string {
    return typeof properties.region === "string" ? properties.region : this.context.region;
  }

  private find(state: AccountState, type: string, id: string, properties: Props) {
    return findResource(state, type, id, this.regionOf(properties));
  }

  /** Whether a run that was cut off left the resource before the engine took note of it. */
  private isLeft(existing: Existing, urn: string): boolean {
    return existing.urn === urn && (this.goesFirst.has(urn) || !this.known.has(urn));
  }

  /** The name it had where the provider gave it, else the first made-up one that nobody else has. */
  private async freeName(
    { type, name, urn }: Operation,
    property: string,
    inputs: Props,
    before: Props | undefined,
  ): Promise<string> {
    const old = before?.[property];
    const wasFilled = (before?.[defaultsKey] as unknown[] | undefined)?.includes(property);
    if (typeof old === "string" && wasFilled) return old;
    const prefix = inputs[`${property}Prefix`];
    const stem = typeof prefix === "string" ? prefix.replace(/-$/, "") : name;
    const state = await this.account.view();
    const taken = new Set(
      state
        .ofType(type)
        .filter((existing) => !this.isLeft(existing, urn))
        .map((existing) => existing.inputs[property]),
    );
    for (let attempt = 0; ; attempt += 1) {
      const free = autoName(specOf(type), stem, urn, attempt);
      if (!taken.has(free)) return free;
    }
  }

  private async settle(operation: Operation, record: Existing): Promise<void> {
    if (operation.preview) return;
    await this.workers[record.type]?.settle?.(record, await this.account.view(), operation);
  }

  /** Said once for each type, so that nobody takes a general answer for AWS's. */
  private noteGeneric(operation: Operation): void {
    const { type } = operation;
    if (isDescribed(type) || this.noted.has(type)) return;
    this.noted.add(type);
    operation.log(
      "info",
      `${type} is simulated in general only: id and ARN of the usual shape, no rules of its own`,
    );
  }
}

const requestOf = ({ type, name, urn }: Operation, inputs: Props) => ({ type, name, urn, inputs });

/** What is known of a resource before it is made. */
const planned = (type: string, inputs: Props): Properties => {
  const { defaults, tagged, added = [] } = specOf(type);
  const known: Properties = { ...withDefaults(withoutNotes(inputs), defaults) };
  for (const [input, key] of added) {
    const given = known[input];
    if (isProps(given)) known[input] = { ...given, [key]: unknownValue };
  }
  return tagged ? { ...known, tagsAll: known.tags ?? {} } : known;
};

/** What the engine gets; with the secrets that the account's file does not keep. */
const answer = (record: Existing, inputs: Props): Properties => ({
  ...withoutNotes(inputs),
  ...record.outputs,
});

/**
 * The SDK takes a policy document as an object, too; like the official provider, the account keeps its text.
 * A document with a part that a preview cannot know is unknown as a whole.
 */
function policyTexts(inputs: Properties, policies: object = {}): Properties {
  const objects = Object.keys(policies).filter((property) => isProps(inputs[property]));
  const texts = objects.map((property): [string, string] => {
    const text = JSON.stringify(inputs[property]);
    return [property, text.includes(unknownValue) ? unknownValue : text];
  });
  return Object.fromEntries(texts);
}
