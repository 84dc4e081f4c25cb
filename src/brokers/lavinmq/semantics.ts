import { LAVINMQ_RELEASES } from './releases';
import { judgeAmqp, judgeHttp, judgeMqtt, readAction } from './semantics/actions';
import { caseOf } from './semantics/case-of';
import { HTTP_TAG, LAVINMQ_FACTS, LOCAL_BACKEND, LOCAL_RIGHTS, LOGIN_FRAME, MQTT_VHOST, OAUTH_BACKEND, SETTINGS_LOAD } from './semantics/facts';
import { Bearer, judgeToken } from './semantics/login';
import { NodeSettings, nodeSettings } from './semantics/node-settings';
import { allows } from './semantics/permissions';
import { UNRESTRICTED } from './semantics/preview-rules';
import { LAVINMQ_CHANGES, rulesOf } from './semantics/release-rules';
import { Credential, credentialOf, passwordLength } from './semantics/token';
import { PreviewCase } from '../../preview/case';
import { CheckList } from '../../preview/check';
import { BrokerSemantics, Outcome, outcomeOf } from '../../preview/semantics';

/** How LavinMQ 2.7 to 2.9.1 judges tokens. */
export const LAVINMQ_SEMANTICS: BrokerSemantics = {
  kind: 'lavinmq',
  title: 'LavinMQ',
  releases: LAVINMQ_RELEASES,
  changes: LAVINMQ_CHANGES,
  facts: LAVINMQ_FACTS,
  readAction,
  caseOf,
  evaluate,
};

function evaluate(input: PreviewCase, release: string): Outcome {
  const settings = nodeSettings(input.settings);
  const checks = new CheckList();
  if (settings.problem !== undefined) {
    checks.fail(SETTINGS_LOAD, settings.problem);
    return outcomeOf(checks, { loads: false, warnings: settings.warnings });
  }
  checks.pass(SETTINGS_LOAD, 'can be read');
  if (input.authenticatedAs !== undefined) {
    checks.pass(LOCAL_BACKEND, 'another backend has let the client in');
    return localUser(input, settings, checks, input.authenticatedAs);
  }
  const credential = credentialOf(input);
  judgeFrame(input, credential, checks);
  return checks.failed ? outcomeOf(checks, { warnings: settings.warnings }) : tryBackends(input, settings, release, checks, credential);
}

/** First success wins. Source: cloudamqp/lavinmq, src/lavinmq/auth/chain.cr. */
function tryBackends(input: PreviewCase, settings: NodeSettings, release: string, checks: CheckList, credential: Credential): Outcome {
  if (settings.backends.includes('local')) {
    if (!credential.isToken) {
      checks.unknown(LOCAL_BACKEND, 'whether the password is that of a local user is not in the case');
      return localUser(input, settings, checks, input.username ?? null);
    }
    checks.skip(LOCAL_BACKEND, 'a token is no local user\'s password');
  }
  if (!settings.backends.includes('oauth')) {
    checks.fail(OAUTH_BACKEND, 'tokens are not looked at: auth_backends does not name oauth, or there is no issuer');
    return outcomeOf(checks, { warnings: settings.warnings });
  }
  checks.pass(OAUTH_BACKEND, `the backends are ${settings.backends.join(', ')}`);
  const bearer = judgeToken({ input, settings, rules: rulesOf(release), checks }, credential);
  return bearer === undefined ? outcomeOf(checks, { warnings: settings.warnings }) : admit(input, settings, checks, bearer);
}

/** Rights of local users are in the broker's own store. */
function localUser(input: PreviewCase, settings: NodeSettings, checks: CheckList, name: string | null): Outcome {
  return outcomeOf(checks, {
    principal: name,
    mqttClientId: input.protocol === 'mqtt' ? input.mqttClientId ?? null : null,
    warnings: settings.warnings,
    can: () => ({ allowed: 'unknown', reason: LOCAL_RIGHTS.rule }),
  });
}

/** Smallest frame around user name and password: no client properties, mechanism PLAIN, no locale. Source: AMQP 0-9-1, Connection.StartOk. */
const FRAME_OVERHEAD = 21;
const LARGEST_FRAME = 4096;
/** What client properties and locale take at most in the clients in use. */
const CLIENT_PROPERTIES = 575;

function judgeFrame(input: PreviewCase, credential: Credential, checks: CheckList): void {
  if ((input.protocol ?? 'amqp') !== 'amqp') {
    return;
  }
  const least = FRAME_OVERHEAD + Buffer.byteLength(input.username ?? '') + passwordLength(credential);
  const detail = `at least ${least} of ${LARGEST_FRAME} bytes, without the client's properties`;
  if (least > LARGEST_FRAME) {
    checks.fail(LOGIN_FRAME, detail);
  } else if (least + CLIENT_PROPERTIES > LARGEST_FRAME) {
    checks.unknown(LOGIN_FRAME, `${detail}, which may or may not fit`);
  } else {
    checks.pass(LOGIN_FRAME, detail);
  }
}

function admit(input: PreviewCase, settings: NodeSettings, checks: CheckList, bearer: Bearer): Outcome {
  const { permissions, tags } = bearer.rights;
  const { protocol } = input;
  if (protocol === 'mqtt') {
    return admitMqtt(input, settings, checks, bearer);
  }
  const isHttp = protocol === 'http';
  if (isHttp) {
    checks.judge(HTTP_TAG, tags.length > 0, tags.length > 0 ? `tags are ${tags.join(', ')}` : 'there are none');
  }
  return outcomeOf(checks, {
    principal: bearer.name,
    permissions: permissions.describe(),
    tags,
    expiresAt: bearer.expiresAt,
    // Over HTTP every request is judged anew.
    disconnectsAt: isHttp ? null : bearer.expiresAt,
    warnings: settings.warnings,
    can: isHttp ? (action) => judgeHttp(permissions, tags, action) : (action) => judgeAmqp(permissions, action),
  });
}

/** The exchange behind every topic. Source: cloudamqp/lavinmq, src/lavinmq/mqtt/consts.cr. */
const MQTT_EXCHANGE = 'mqtt.default';

function admitMqtt(input: PreviewCase, settings: NodeSettings, checks: CheckList, bearer: Bearer): Outcome {
  const { permissions, tags } = bearer.rights;
  const vhost = mqttVhost(input.username, settings.mqttVhost);
  const entry = permissions.find(vhost);
  const checked = settings.mqttChecksPermissions;
  checks.judge(MQTT_VHOST, entry !== undefined, `the client is on ${JSON.stringify(vhost)}, for which there is ${entry === undefined ? 'no' : 'a'} scope`);
  return outcomeOf(checks, {
    principal: bearer.name,
    mqttClientId: input.mqttClientId ?? null,
    permissions: permissions.describe(),
    tags,
    expiresAt: bearer.expiresAt,
    disconnectsAt: bearer.expiresAt,
    // At expiry the broker drops the connection, which publishes the will. Source: src/lavinmq/mqtt/client.cr.
    willPublished: !checked || (entry !== undefined && allows(entry, 'write', MQTT_EXCHANGE)),
    warnings: checked ? settings.warnings : [...settings.warnings, UNRESTRICTED],
    can: (action) => judgeMqtt(permissions, checked, vhost, action),
  });
}

/** `vhost:user` names a virtual host. Source: cloudamqp/lavinmq, src/lavinmq/mqtt/connection_factory.cr. */
function mqttVhost(username: string | undefined, otherwise: string): string {
  const colon = username?.indexOf(':') ?? -1;
  return colon < 0 ? otherwise : username!.slice(0, colon);
}
