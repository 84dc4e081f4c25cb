import { Construct, IConstruct } from 'constructs';
import { carryEngine } from './engine-asset';
import { extraFiles } from './engine-extras';
import { fileParts } from './file-parts';
import { describeLease, Leased } from './lease-facts';
import { FINGERPRINTS_VARIABLE } from './payload';
import { describePlan, planRestart, RestartPlan } from './plan';
import { RestartCluster } from './restart-cluster';
import { RestartLease } from './restart-lease';
import { DeliveryMode, RestartGate, RestartNode, RestartTimeouts, RestartVehicle } from './restart-node';
import { evaluateRestart } from './restart-rules';
import { RestartToken } from './restart-token';
import { SPEC_SCHEMA_VERSION } from './spec';
import { SpecPlaces } from './spec-places';
import { BrokerOAuth, IBrokerOAuth } from '../brokers/broker-oauth';
import { ApplyValues } from '../cdk/apply-values';
import { Cdk, cdkOf } from '../cdk/binding';
import { addBlock, Attributes } from '../cdk/block';
import { reportEvaluation } from '../cdk/problems';
import { requireProvider } from '../cdk/required-providers';
import { addStackFiles, STACK_FOLDER_EXPRESSION } from '../cdk/stack-files';
import { registerRestart } from '../manifest/manifest-file';
import { evaluate as evaluateRules, Evaluation, joinEvaluations } from '../rules/rule';
import { TEXT_LONE_SURROGATE, TEXT_NUL, textsIn } from '../rules/text-rules';
import { escapeAroundTokens, escapeTemplate, hclString } from '../text/hcl';
import { isUnresolvedText } from '../text/unresolved';

/** Ends the name of a trigger that is no node's. */
const OF_CLUSTER = ' (cluster)';

/** Settings of a rolling restart. */
export interface RollingRestartProps {
  /** The broker whose settings the nodes take. */
  readonly broker: IBrokerOAuth;

  /** The nodes of the cluster, all of them. */
  readonly nodes: RestartNode[];

  /**
   * How many nodes may be down at once.
   *
   * More than the quorum spares is an error (`RESTART_MAX_UNAVAILABLE`).
   *
   * @default 1
   */
  readonly maxUnavailable?: number;

  /**
   * How many nodes must stay available.
   *
   * @default - the majority of three or more nodes, else all but one
   */
  readonly quorum?: number;

  /**
   * Names of all nodes in the order of restart. Nodes that are down still come first, and a leader last.
   *
   * @default - the order of `nodes`
   */
  readonly order?: string[];

  /**
   * When files reach a node.
   *
   * @default - as the broker needs it
   */
  readonly deliver?: DeliveryMode;

  /**
   * Whether each file is replaced as a whole instead of our part of it; refused where the old file has keys that the new one lacks.
   *
   * @default false
   */
  readonly replaceWholeFile?: boolean;

  /**
   * Good checks in a row before a node counts as healthy.
   *
   * @default 3
   */
  readonly checks?: number;

  /**
   * Seconds between two checks.
   *
   * @default 2
   */
  readonly checkIntervalSeconds?: number;

  /**
   * Seconds to wait after a node is healthy before the next one.
   *
   * @default 0
   */
  readonly settleSeconds?: number;

  /**
   * Seconds for which the first node that restarts must stay good before the others follow.
   *
   * @default 0
   */
  readonly canarySeconds?: number;

  /**
   * Whether a node that does not become healthy gets its earlier files back and is restarted once more. The run stops all the same.
   *
   * @default false
   */
  readonly restoreOnFailure?: boolean;

  /**
   * Time limits.
   *
   * @default - the defaults of each limit
   */
  readonly timeouts?: RestartTimeouts;

  /**
   * Gates that are switched off; the plan names them.
   *
   * @default - none
   */
  readonly overrides?: RestartGate[];

  /**
   * How the brokers themselves are asked about their cluster: who leads and restarts last, and who may go down now.
   *
   * @default - nobody asks; the driver's `leaderCommand` tells who leads
   */
  readonly cluster?: RestartCluster;

  /**
   * Where the right to work on the cluster is kept.
   *
   * @default RestartLease.hosts()
   */
  readonly lease?: RestartLease;

  /**
   * The token that a restarted node must let in, tried by the node's `logins`.
   *
   * @default - no token is tried
   */
  readonly acceptedToken?: RestartToken;

  /**
   * A token that a restarted node must keep out.
   *
   * @default - `acceptedToken` with another signature
   */
  readonly refusedToken?: RestartToken;

  /**
   * Terraform resources, data sources or modules that must be in place before the first node restarts, such as a `helm_release`.
   *
   * The broker's settings, and the service that takes them, always are. A change of one of these alone restarts nothing.
   *
   * @default - nothing but the settings
   */
  readonly dependsOn?: IConstruct[];

  /**
   * The Terraform resource that carries the restart.
   *
   * @default RestartVehicle.TERRAFORM_DATA
   */
  readonly vehicle?: RestartVehicle;

  /**
   * Folder for the engine's journal, lease, report and log, on the machine that applies.
   *
   * Two runs on one machine exclude each other only when they share it.
   *
   * @default - `.broker-oauth/<path of the construct>` beside the folder of the stack
   */
  readonly stateDirectory?: string;

  /**
   * Ids of rules whose warnings are known and accepted.
   *
   * @default - every warning is shown
   */
  readonly acknowledge?: string[];

  /**
   * Program that runs the engine: Node.js 20.19 or later.
   *
   * @default "node"
   */
  readonly nodeExecutable?: string;
}

/**
 * Restarts a broker's nodes one batch after the other until every node provably runs the settings of the stack.
 *
 * The plan shows one line per changed node. The engine stops at the first node that does not become healthy, leaves the others
 * untouched, and goes on where it stopped when it is applied again; nodes that provably run the settings are skipped.
 */
export class RollingRestart extends Construct {
  /** The broker whose settings the nodes take. */
  public readonly broker: IBrokerOAuth;
  private readonly props: RollingRestartProps;
  private readonly values: ApplyValues;
  private readonly fingerprints: ApplyValues;
  private readonly places = new SpecPlaces();
  private readonly engine: string;

  constructor(scope: Construct, id: string, props: RollingRestartProps) {
    super(scope, id);
    this.props = props;
    this.broker = props.broker;
    this.values = new ApplyValues(this, 'Values', () => this.attributes());
    this.fingerprints = new ApplyValues(this, 'Fingerprints', () => this.attributes());
    this.engine = carryEngine(this, () => extraFiles(props.nodes.map((node) => node.driver._spec()), props.lease?._spec()));
    addBlock(this, 'Resource', { type: this._vehicle, attributes: () => this.attributes(), dependsOn: this.dependencies });
    if (this._vehicle === RestartVehicle.NULL_RESOURCE) {
      requireProvider(this, { name: 'null', source: 'hashicorp/null', version: '~> 3.2' });
    }
    addStackFiles(this, () => ({ [this._specFile]: `${JSON.stringify(this.spec(), undefined, 2)}\n` }));
    reportEvaluation(this, () => this.evaluate(), props.acknowledge);
    registerRestart(this);
  }

  /** The ordered batches, the reasons and the gates, as lines for people. At synthesis nobody has looked at the nodes. */
  public get plan(): string[] {
    return [...describePlan(this._plan()), ...describeLease(this.leased)];
  }

  /** The carrier's Terraform type. @internal */
  public get _vehicle(): RestartVehicle {
    return this.props.vehicle ?? RestartVehicle.TERRAFORM_DATA;
  }

  /** @internal */
  public get _nodes(): readonly RestartNode[] {
    return this.props.nodes;
  }

  /** Name of the spec in the stack's folder. @internal */
  public get _specFile(): string {
    return `${this.node.path.split('/').slice(1).join('.')}.restart.json`;
  }

  /** @internal */
  public _plan(): RestartPlan {
    const { nodes, order, maxUnavailable = 1, quorum, overrides, canarySeconds } = this.props;
    const named = nodes.map(({ name, zone, driver }) => ({ name, zone, driver: driver._spec() }));
    return planRestart({ nodes: named, order, maxUnavailable, quorum, overrides, canarySeconds });
  }

  private get dependencies(): readonly IConstruct[] {
    return (this.props.dependsOn ?? []).filter((found) => isDependable(found, cdkOf(this)));
  }

  private get leased(): Leased {
    const { nodes, lease, overrides = [] } = this.props;
    return { nodes: nodes.map(({ name, driver }) => ({ name, driver: driver._spec() })), lock: lease?._spec(), overrides };
  }

  private get model(): BrokerOAuth {
    return this.broker as BrokerOAuth;
  }

  private evaluate(): Evaluation {
    const { nodes, order, stateDirectory, nodeExecutable } = this.props;
    const judged = nodes.map((node) => ({
      ...node,
      driver: node.driver._spec(),
      probes: node.probes.map((probe) => probe._spec()),
      logins: node.logins?.map((login) => login._spec()),
      secretVersions: this.secretVersions(node),
    }));
    const lock = this.props.lease?._spec();
    const cluster = this.props.cluster?._spec();
    const texts = textsIn({ nodes: judged, order, stateDirectory, nodeExecutable, lock, cluster });
    return joinEvaluations([evaluateRules([TEXT_NUL, TEXT_LONE_SURROGATE], texts), evaluateRestart({
      plan: this._plan(),
      nodes: judged,
      overrides: this.props.overrides ?? [],
      lock,
      cluster,
      smoke: { accepted: this.props.acceptedToken !== undefined, refused: this.props.refusedToken !== undefined },
      tokens: { acceptedToken: this.props.acceptedToken?._spec(), refusedToken: this.props.refusedToken?._spec() },
      rendered: this.model._model().files.map((file) => file.name),
      deliver: this.deliver,
      neededDelivery: this.model._delivery,
      notDependable: (this.props.dependsOn ?? []).filter((found) => !this.dependencies.includes(found)).map(({ node }) => node.path),
    })]);
  }

  private get deliver(): DeliveryMode {
    return this.props.deliver ?? this.model._delivery;
  }

  /** Everything the engine is told, with places for values that only Terraform knows. */
  private spec(): unknown {
    const { props, model } = this;
    const spec = {
      schemaVersion: SPEC_SCHEMA_VERSION,
      broker: model._forEngine(props.acknowledge),
      nodes: props.nodes.map((node) => ({
        name: node.name,
        zone: node.zone,
        files: node.files,
        secretVersions: this.secretVersions(node),
        driver: node.driver._spec(),
        probes: node.probes.map((probe) => probe._spec()),
        logins: node.logins?.map((login) => login._spec()),
        decidesLogins: node.decidesLogins,
      })),
      order: props.order,
      maxUnavailable: props.maxUnavailable,
      quorum: props.quorum,
      deliver: this.deliver,
      replaceWholeFile: props.replaceWholeFile,
      timeouts: props.timeouts,
      checks: props.checks,
      checkIntervalSeconds: props.checkIntervalSeconds,
      settleSeconds: props.settleSeconds,
      canarySeconds: props.canarySeconds,
      restoreOnFailure: props.restoreOnFailure,
      acceptLockout: model._props.acceptLockout,
      token: model._props.overlapTokenVariable === undefined ? undefined : { environmentVariable: model._props.overlapTokenVariable },
      smoke: props.acceptedToken === undefined ? undefined : { accepted: props.acceptedToken._spec(), refused: props.refusedToken?._spec() },
      cluster: props.cluster?._spec(),
      lock: props.lease?._spec(),
      overrides: props.overrides,
      stateDirectory: props.stateDirectory ?? `../../.broker-oauth/${this.node.path.replace(/\//g, '.')}`,
    };
    return this.places.fill(spec);
  }

  private secretVersions(node: RestartNode): { [name: string]: string } {
    return { ...this.model._secretVersions(), ...node.secretVersions };
  }

  private attributes(): Attributes {
    this.spec();
    const key = this._vehicle === RestartVehicle.NULL_RESOURCE ? 'triggers' : 'triggers_replace';
    const forCluster = this.props.cluster?._files() ?? [];
    // The engine looks at nodes; what concerns the whole cluster is a trigger alone.
    const nodesAlone = `{for name, value in self.${key} : name => value if !endswith(name, ${hclString(OF_CLUSTER)})}`;
    const environment = {
      ...fileParts(this.model._settingsAddress, this.model._model().files),
      [FINGERPRINTS_VARIABLE]: `\${jsonencode(${forCluster.length === 0 ? `self.${key}` : nodesAlone})}`,
      ...this.places.environment((value) => this.values.reference(value)),
    };
    const provisioner = [{
      'local-exec': {
        interpreter: [escapeAroundTokens(this.props.nodeExecutable ?? 'node'), this.engine, '--detached'],
        command: `${STACK_FOLDER_EXPRESSION}/${escapeTemplate(this._specFile)}`,
        environment,
      },
    }];
    return {
      [key]: this.triggers(forCluster),
      provisioner,
      depends_on: [...this.model._dependencies(), this.model._settingsAddress, ...this.model._inPlaceBy()],
    };
  }

  /** A line a node in every plan. Nodes of the same fingerprint share one expression, or a plan of a thousand nodes would take its time. */
  private triggers(forCluster: readonly string[]): string {
    const nodes = new Map<string, string[]>();
    for (const node of this.props.nodes) {
      const fingerprint = this.fingerprint(node);
      nodes.set(fingerprint, [...nodes.get(fingerprint) ?? [], node.name]);
    }
    const parts = [
      ...[...nodes].map(([fingerprint, names]) => `{for name in [${names.map(hclString).join(', ')}] : name => ${fingerprint}}`),
      ...forCluster.map((name) => `{${hclString(name + OF_CLUSTER)} = sha256(${this.model._settingsAddress}.input[${hclString(name)}])}`),
    ];
    return parts.length === 1 ? `\${${parts[0]}}` : `\${merge(${parts.join(', ')})}`;
  }

  /** The fingerprint of a node as Terraform computes it; `fingerprintOf` says the same. */
  private fingerprint(node: RestartNode): string {
    // A node that takes no files runs what a service was told, which is all of them.
    const taken = Object.keys(node.files);
    const names = (taken.length === 0 ? this.model._model().files.map((file) => file.name) : taken).sort();
    const input = `${this.model._settingsAddress}.input`;
    const files = `[for name in [${names.map(hclString).join(', ')}] : format("%s %s\\n", name, sha256(${input}[name]))]`;
    const secrets = Object.entries(this.secretVersions(node)).sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, version]) => `format("secret %s %s\\n", ${hclString(name)}, ${this.expression(version)})`);
    // In the local list, so that nodes with the same files and secrets share one computation.
    return this.fingerprints.computed(`sha256(join("", concat(${files}, [${secrets.join(', ')}])))`);
  }

  private expression(text: string): string {
    return isUnresolvedText(text) ? this.values.reference(text) : hclString(text);
  }
}

/** Whether Terraform can wait for it. */
function isDependable(element: IConstruct, cdk: Cdk): boolean {
  const { TerraformDataSource, TerraformModule, TerraformResource } = cdk;
  return TerraformResource.isTerraformResource(element) || TerraformDataSource.isTerraformDataSource(element) || element instanceof TerraformModule;
}
