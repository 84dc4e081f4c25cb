import {
  HiveMqActivity, HiveMqConfig, HiveMqJwtRealmConfiguration, HiveMqJwtValidation, HiveMqListenerPipeline, HiveMqPermission, HiveMqQos, HiveMqSettings,
} from '../../../src/brokers/hivemq/settings';

/** A value that is known only at apply. */
export const TOKEN = '${TfToken[TOKEN.1]}';

/** A number that is known only at apply. */
export const NUMBER_TOKEN = numberToken(7);

function numberToken(index: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, 0xfdff0000);
  view.setUint32(4, index);
  return view.getFloat64(0);
}

/** A permission that breaks no rule. */
export const PERMISSION: HiveMqPermission = { topic: 'orders/${mqtt-clientid}/#', activity: HiveMqActivity.PUBLISH, qos: HiveMqQos.ALL };

/** A pipeline that breaks no rule, with changes. */
export function pipeline(changes: Partial<HiveMqListenerPipeline> = {}): HiveMqListenerPipeline {
  return {
    listener: 'ALL',
    authenticationManager: { jwtAuthenticationManager: { realm: 'idp', jwtValidation: { reservedClaims: { aud: 'messaging', iss: ['https://idp.example'] } } } },
    authorizationPreprocessors: [{
      jwtPreprocessor: { prefix: '', postfix: '', source: 'mqtt-password', jwtExtractions: [{ jwtClaim: 'azp', eseVariable: 'authorization-key' }] },
    }],
    authorizationManager: { fileAuthorizationManager: { realm: 'topics', useAuthorizationKey: true, useAuthorizationRoleKey: false } },
    ...changes,
  };
}

/** Settings that break no rule, with changes. */
export function settings(changes: Partial<HiveMqSettings> = {}, config: Partial<HiveMqConfig> = {}): HiveMqSettings {
  return {
    config: {
      realms: [
        { jwtRealm: { name: 'idp', enabled: true, configuration: { jwksEndpoint: 'https://idp.example/keys' } } },
        { fileRealm: { name: 'topics', enabled: true, configuration: { filePath: 'conf/ese-file-realm.xml' } } },
      ],
      pipelines: [{ listenerPipeline: pipeline() }],
      ...config,
    },
    fileRealm: { mqtt: { users: [{ name: 'orders', permissions: [PERMISSION] }] } },
    allowAllExtensionDisabled: true,
    ...changes,
  };
}

/** The settings with another configuration of the JWT realm. */
export function withJwt(configuration: HiveMqJwtRealmConfiguration, validation?: HiveMqJwtValidation): HiveMqSettings {
  const base = settings();
  const manager = { realm: 'idp', jwtValidation: validation ?? base.config.pipelines![0].listenerPipeline!.authenticationManager.jwtAuthenticationManager!.jwtValidation };
  return settings({}, {
    realms: [{ jwtRealm: { name: 'idp', enabled: true, configuration } }, base.config.realms![1]],
    pipelines: [{ listenerPipeline: pipeline({ authenticationManager: { jwtAuthenticationManager: manager } }) }],
  });
}

/** The settings with other changes to the pipeline. */
export function withPipeline(changes: Partial<HiveMqListenerPipeline>): HiveMqSettings {
  return settings({}, { pipelines: [{ listenerPipeline: pipeline(changes) }] });
}

/** The settings with one user of these permissions. */
export function withPermission(changes: Partial<HiveMqPermission>): HiveMqSettings {
  return settings({ fileRealm: { mqtt: { users: [{ name: 'orders', permissions: [{ ...PERMISSION, ...changes }] }] } } });
}
