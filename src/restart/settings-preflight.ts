import { carryEngine } from './engine-asset';
import { fileParts } from './file-parts';
import { SPEC_SCHEMA_VERSION } from './spec';
import { SpecPlaces } from './spec-places';
import type { BrokerOAuth } from '../brokers/broker-oauth';
import { addBlock, addressOf, Attributes } from '../cdk/block';
import { addStackFiles, STACK_FOLDER_EXPRESSION } from '../cdk/stack-files';
import { escapeTemplate } from '../text/hcl';

/** Where a pre-flight finds the settings of today; texts may be known only at apply. */
export type PreflightSource =
  | { readonly kind: 'cloudamqp'; readonly instanceId: string; readonly baseUrl?: string }
  | { readonly kind: 'aiven'; readonly project: string; readonly service: string; readonly baseUrl?: string };

/**
 * Adds the check that runs before the settings of a service change: do the tokens of today survive?
 *
 * Settings of a service take effect outside the engine, so nothing could stop them later. The check runs whenever the settings change,
 * reads the current ones from the service and stops the apply where a change would lock applications out without consent. Returns the
 * address that the service's resource must wait for.
 */
export function addSettingsPreflight(broker: BrokerOAuth, source: PreflightSource): string {
  const engine = carryEngine(broker);
  const specFile = `${broker.node.path.split('/').slice(1).join('.')}.preflight.json`;
  const places = new SpecPlaces();
  const spec = () => places.fill({
    schemaVersion: SPEC_SCHEMA_VERSION,
    broker: broker._forEngine(),
    nodes: [],
    acceptLockout: broker._props.acceptLockout,
    token: broker._props.overlapTokenVariable === undefined ? undefined : { environmentVariable: broker._props.overlapTokenVariable },
    stateDirectory: `../../.broker-oauth/${broker.node.path.replace(/\//g, '.')}`,
    preflight: source,
  });
  broker._alsoReferences(() => {
    spec();
    places.environment((value) => broker._reference(value));
  });
  const attributes = (): Attributes => {
    spec();
    return {
      triggers_replace: { settings: `\${sha256(jsonencode(${broker._settingsAddress}.input))}` },
      provisioner: [{
        'local-exec': {
          interpreter: ['node', engine, '--preflight'],
          command: `${STACK_FOLDER_EXPRESSION}/${escapeTemplate(specFile)}`,
          environment: {
            ...fileParts(broker._settingsAddress, broker._model().files),
            ...places.environment((value) => broker._reference(value)),
          },
        },
      }],
      depends_on: [...broker._dependencies(), broker._settingsAddress],
    };
  };
  const block = addBlock(broker, 'Preflight', { type: 'terraform_data', attributes });
  addStackFiles(broker, () => ({ [specFile]: `${JSON.stringify(spec(), undefined, 2)}\n` }));
  return addressOf(block);
}
