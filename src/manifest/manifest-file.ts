import { Construct, IConstruct } from 'constructs';
import { Manifest, ManifestBroker } from './manifest';
import type { BrokerOAuth } from '../brokers/broker-oauth';
import { cdkOf, stackOf } from '../cdk/binding';
import { addStackFiles } from '../cdk/stack-files';
import type { IdentityApplication } from '../identity/identity-application';
import type { IdentityProvider } from '../identity/identity-provider';
import type { RollingRestart } from '../restart/rolling-restart';
import { byCodePoint } from '../text/canonical';
import { fillTemplate, plainText } from '../text/template';
import { Value } from '../text/unresolved';

/** Name of the manifest in the stack's folder. */
export const MANIFEST_FILE = 'manifest.json';

/** Name of the checklist for whoever administers the identity provider. */
export const CHECKLIST_FILE = 'identity-provider-checklist.md';

/** What one stack declares, as constructs report it. */
class StackModel {
  readonly brokers = new Set<BrokerOAuth>();
  readonly restarts = new Set<RollingRestart>();
  readonly applications = new Set<IdentityApplication>();
  readonly providers = new Set<IdentityProvider>();
}

const models = new WeakMap<IConstruct, StackModel>();

/** Makes a broker part of its stack's manifest. */
export function registerBroker(broker: BrokerOAuth): void {
  modelOf(broker).brokers.add(broker);
}

/** Makes a rolling restart part of its stack's manifest. */
export function registerRestart(restart: RollingRestart): void {
  modelOf(restart).restarts.add(restart);
}

/** Makes an application part of its stack's manifest. */
export function registerApplication(application: IdentityApplication): void {
  modelOf(application).applications.add(application);
}

/** Makes an identity provider part of its stack's manifest. */
export function registerIdentityProvider(provider: IdentityProvider): void {
  modelOf(provider).providers.add(provider);
}

/** The applications of the stack around a construct. */
export function applicationsOf(construct: Construct): readonly IdentityApplication[] {
  return [...modelOf(construct).applications];
}

function modelOf(construct: Construct): StackModel {
  const stack = stackOf(construct);
  const known = models.get(stack);
  if (known !== undefined) {
    return known;
  }
  const model = new StackModel();
  models.set(stack, model);
  addStackFiles(stack, () => ({
    [MANIFEST_FILE]: `${JSON.stringify(resolved(stack, manifestOf(stack, model)), undefined, 2)}\n`,
    [CHECKLIST_FILE]: checklistOf(stack, model),
    ...knownFiles(model),
  }));
  return model;
}

/** Replaces marked values by the expressions they stand for, such as `${var.audience}`. */
function resolved<T>(stack: IConstruct, value: T): T {
  const cdk = cdkOf(stack);
  return cdk.Tokenization.resolve(value, { scope: stack, preparing: false, resolver: new cdk.DefaultTokenResolver(new cdk.StringConcat()) });
}

function manifestOf(stack: IConstruct, model: StackModel): Manifest {
  return {
    manifestVersion: 1,
    stack: stack.node.id,
    identityProviders: sorted(model.providers).map((provider) => ({
      path: provider.node.path,
      kind: provider.kind,
      issuer: provider.issuer,
      jwksUri: provider.jwksUri ?? null,
    })),
    applications: sorted(model.applications).map((application) => ({
      path: application.node.path,
      identityProvider: application.identityProvider.node.path,
      clientId: application.clientId,
      subject: application.subject ?? null,
      demands: application._demands.map(({ broker, kind, value, reason }) => ({ broker, kind, value, reason })),
    })),
    brokers: sorted(model.brokers).map(brokerOf),
    restarts: sorted(model.restarts).map((restart) => ({
      path: restart.node.path,
      broker: restart.broker.node.path,
      vehicle: restart._vehicle,
      nodes: restart._nodes.map(({ name, zone, files }) => ({ name, zone: zone ?? null, files })),
      batches: restart._plan().batches.map((batch) => batch.nodes.map((node) => node.name)),
      spec: restart._specFile,
    })),
  };
}

function brokerOf(broker: BrokerOAuth): ManifestBroker {
  const { settings, evaluation } = broker._model();
  return {
    path: broker.node.path,
    kind: broker.brokerKind,
    brokerVersion: broker._version ?? null,
    target: broker._target,
    identityProvider: broker.identityProvider.node.path,
    files: broker._core.render(settings, broker._version).map((file) => ({
      name: file.name,
      text: fillTemplate(file.text, (hole) => `\${${hole.encoding.hcl(referenceText(broker, hole.value))}}`),
      known: plainText(file.text) !== undefined,
    })),
    stated: broker._core.stated?.(settings) ?? {},
    grants: broker.grants,
    findings: [...evaluation.findings],
    acknowledged: broker._props.acknowledge ?? [],
    preconditions: evaluation.preconditions.map(({ rule, path, condition }) => ({ rule, path, expects: condition.expects })),
    deferred: [...evaluation.deferred],
    acceptLockout: broker._props.acceptLockout === true,
  };
}

/** A value known only at apply as an expression; a list can stand inside a text only once it is resolved. */
function referenceText(broker: BrokerOAuth, value: Value): string {
  const resolvedValue: unknown = resolved(broker, value);
  const reference = typeof resolvedValue === 'string' ? /^\$\{((?:(?!\$\{).)*)\}$/s.exec(resolvedValue)?.[1] : undefined;
  return reference ?? JSON.stringify(resolvedValue);
}

/** The native files in which everything is known, in one folder a broker, for reading and for other tools. */
function knownFiles(model: StackModel): { [name: string]: string | undefined } {
  return Object.fromEntries(sorted(model.brokers).flatMap((broker) => broker._model().files.map((file) =>
    [`${broker.node.path.split('/').slice(1).join('.')}/${file.name}`, plainText(file.text)])));
}

function checklistOf(stack: IConstruct, model: StackModel): string | undefined {
  const parts = sorted(model.applications).map((application) => resolved(stack, application.checklist()));
  return parts.length === 0 ? undefined : parts.join('\n');
}

function sorted<T extends IConstruct>(constructs: ReadonlySet<T>): T[] {
  return [...constructs].sort((a, b) => byCodePoint(a.node.path, b.node.path));
}
