import { Rule } from '../../../rules/rule';
import { Subject } from '../../broker-core';
import { MGMT_BASE_URL } from '../conditions';
import { LAVINMQ_RELEASES } from '../releases';
import { LavinMqSettings, nativeName, SETTINGS, valueOf } from '../settings';

type LavinMqRule = Rule<Subject<LavinMqSettings>>;

const VERSION_TOO_OLD: LavinMqRule = {
  id: 'LAVINMQ_VERSION_TOO_OLD',
  level: 'error',
  summary: 'The broker is LavinMQ 2.7.0 or later.',
  cause: 'Earlier releases know no OAuth 2.0; they stop at the unknown section [oauth].',
  remedy: 'upgrade the broker first',
  source: 'cloudamqp/lavinmq, CHANGELOG.md, 2.7.0',
  check: ({ version }, report) => {
    if (version !== undefined && LAVINMQ_RELEASES.isOlder(version)) {
      report.broken('brokerVersion', { message: 'must be 2.7.0 or later', got: version });
    }
  },
};

const VERSION_NEWER: LavinMqRule = {
  id: 'LAVINMQ_VERSION_NEWER',
  level: 'warning',
  summary: 'The broker is not newer than the newest release known.',
  cause: `A newer release counts as ${LAVINMQ_RELEASES.newest}; what changed since is not known here.`,
  remedy: 'read the changes of the release, then acknowledge the rule',
  source: 'cloudamqp/lavinmq, CHANGELOG.md',
  check: ({ version }, report) => {
    if (version !== undefined && LAVINMQ_RELEASES.isNewer(version)) {
      report.broken('brokerVersion', { message: `is newer than ${LAVINMQ_RELEASES.newest}`, got: version });
    }
  },
};

const SETTING_TOO_NEW: LavinMqRule = {
  id: 'LAVINMQ_SETTING_TOO_NEW',
  level: 'error',
  summary: 'The broker\'s release knows every setting given.',
  cause: 'An older release writes one warning at its start and ignores the key.',
  remedy: 'remove the setting or upgrade the broker',
  source: 'cloudamqp/lavinmq, src/lavinmq/config/options.cr by release',
  check: (subject, report) => forSettingsNotSince(subject, false, (name, message) => report.broken(name, { message })),
};

const SETTING_MAYBE_TOO_NEW: LavinMqRule = {
  id: 'LAVINMQ_SETTING_MAYBE_TOO_NEW',
  level: 'warning',
  summary: 'It is known that the broker\'s release knows every setting given.',
  cause: 'The version given stands for releases of which some ignore the key.',
  remedy: 'give the full version, or acknowledge the rule',
  source: 'cloudamqp/lavinmq, src/lavinmq/config/options.cr by release',
  check: (subject, report) => forSettingsNotSince(subject, undefined, (name, message) => report.broken(name, { message })),
};

function forSettingsNotSince({ settings, version }: Subject<LavinMqSettings>, answer: boolean | undefined,
  report: (name: string, message: string) => void): void {
  for (const setting of SETTINGS) {
    const given = valueOf(settings, setting.name) !== undefined;
    if (given && LAVINMQ_RELEASES.isSince(version, setting.since) === answer) {
      report(setting.name, `(${nativeName(setting)}) exists since ${setting.since}, the broker is ${version ?? 'of an unknown release'}`);
    }
  }
}

const SSO_INCOMPLETE: LavinMqRule = {
  id: 'LAVINMQ_SSO_INCOMPLETE',
  level: 'warning',
  summary: 'Login to the management UI has all it needs.',
  cause: 'The UI offers login by token only with issuer, client_id and mgmt_base_url together; ' +
    'otherwise the broker logs a warning and shows no button.',
  remedy: 'set clientId and mgmtBaseUrl together, or none of the settings of the UI',
  source: 'cloudamqp/lavinmq, src/lavinmq/config.cr',
  check: ({ settings }, report) => {
    const { clientId, mgmtBaseUrl, mgmtScopes, cloudAmqp } = settings;
    if (cloudAmqp !== undefined) {
      return;
    }
    if (clientId === undefined && (mgmtBaseUrl !== undefined || mgmtScopes !== undefined)) {
      report.broken('clientId', { message: 'is missing while other settings of login to the management UI are given' });
    }
    if (mgmtBaseUrl === undefined && (clientId !== undefined || mgmtScopes !== undefined)) {
      report.broken('mgmtBaseUrl', { message: 'is missing while other settings of login to the management UI are given' });
    }
  },
};

const MGMT_BASE_URL_ALLOWED: LavinMqRule = {
  id: 'LAVINMQ_MGMT_BASE_URL',
  level: 'error',
  summary: 'mgmt_base_url is an https URL, or http on the local host.',
  cause: 'With any other URL the broker turns login to the management UI off.',
  remedy: 'give the URL under which browsers reach the management UI',
  source: 'cloudamqp/lavinmq, src/lavinmq/config.cr',
  check: ({ settings }, report) => report.value('mgmtBaseUrl', settings.mgmtBaseUrl, MGMT_BASE_URL),
};

const MQTT_UNRESTRICTED: LavinMqRule = {
  id: 'LAVINMQ_MQTT_UNRESTRICTED',
  level: 'warning',
  summary: 'Scopes bind MQTT too.',
  cause: 'With [mqtt] permission_check_enabled off, which is the default, ' +
    'any token with any right on a virtual host may publish and subscribe there over MQTT.',
  remedy: 'set mqttPermissionCheckEnabled to true, or acknowledge the rule where MQTT is not offered or the node\'s file has it on',
  source: 'cloudamqp/lavinmq, src/lavinmq/mqtt/client.cr and src/lavinmq/config/options.cr',
  check: ({ settings }, report) => {
    if (settings.cloudAmqp === undefined && settings.mqttPermissionCheckEnabled !== true) {
      const state = settings.mqttPermissionCheckEnabled === undefined ? 'is not set, and off by default' : 'is off';
      report.broken('mqttPermissionCheckEnabled', { message: `${state}: scopes do not limit what tokens may do over MQTT` });
    }
  },
};

/** Rules on releases, the management UI and MQTT. */
export const FEATURE_RULES: readonly LavinMqRule[] = [
  VERSION_TOO_OLD, VERSION_NEWER, SETTING_TOO_NEW, SETTING_MAYBE_TOO_NEW, SSO_INCOMPLETE, MGMT_BASE_URL_ALLOWED, MQTT_UNRESTRICTED,
];
