import { KnownReleases } from '../../../rules/version';
import { Subject } from '../../broker-core';
import { baseOf, hasLaterClaims, MOSQUITTO_RELEASES } from '../releases';
import { MosquittoSettings } from '../settings';
import { substitutes } from '../topic';
import { MosquittoRule } from './rule-kinds';
import { brokerSource, JWT_PAGE } from './sources';

/*
 * Rules on what a version of the broker understands.
 */

const PRO_WITH_TOKENS = '2.9';
const NEWEST_OPEN_SOURCE = '2.1';

export const MOSQUITTO_VERSION: MosquittoRule = {
  id: 'MOSQUITTO_VERSION',
  level: 'error',
  summary: 'The version is one of Mosquitto 2.0, 2.1 or Pro Mosquitto from 2.9 on.',
  cause: 'Pro Mosquitto has the token plugin since 2.9; older brokers have neither it nor the dynamic security described here.',
  remedy: 'name the version of Pro Mosquitto, or the open-source version it is built on',
  source: 'docs.cedalo.com, release notes of Pro Mosquitto 2.9',
  check: ({ version }, report) => {
    if (version === undefined) {
      return;
    }
    if (!KnownReleases.isVersion(version)) {
      report.broken('brokerVersion', { message: 'is not a dotted version', got: version });
    } else if (MOSQUITTO_RELEASES.isOlder(version) || liesBetween(version)) {
      report.broken('brokerVersion', { message: 'is a version without the token plugin', got: version });
    }
  },
};

/** Whether the version is a Pro release before the token plugin: it can be no open-source one. */
function liesBetween(version: string): boolean {
  const [major, minor] = version.split('.');
  return major === '2' && Number(minor) > Number(NEWEST_OPEN_SOURCE.slice(2)) && Number(minor) < Number(PRO_WITH_TOKENS.slice(2));
}

export const MOSQUITTO_VERSION_NEWER: MosquittoRule = {
  id: 'MOSQUITTO_VERSION_NEWER',
  level: 'warning',
  summary: 'The version is one whose behaviour is known.',
  cause: 'A newer broker is judged as the newest known one, and may differ.',
  remedy: 'read its release notes for changes of the token plugin and of dynamic security',
  source: 'docs/mosquitto.md',
  check: ({ version }, report) => {
    if (version !== undefined && KnownReleases.isVersion(version) && MOSQUITTO_RELEASES.isNewer(version)) {
      report.broken('brokerVersion', { message: `is newer than ${MOSQUITTO_RELEASES.newest}`, got: version });
    }
  },
};

interface Feature {
  readonly path: string;
  readonly what: string;
  /** Whether the version has it; undefined when that is unknown. */
  readonly present: boolean | undefined;
}

const LATER_CLAIMS = [
  'issuers', 'audience', 'audiences', 'validateIssuerAgainstEnvs', 'validateAudienceAgainstEnvs', 'matchUsernameToClaim', 'matchClientIdToClaim',
] as const;

/** Settings in use that not every version has. */
function featuresOf({ settings, version }: Subject<MosquittoSettings>): readonly Feature[] {
  const base = baseOf(version);
  const since21 = base === undefined ? undefined : base === '2.1';
  const { jwt, conf, dynamicSecurity } = settings;
  const claims = LATER_CLAIMS.filter((key) => jwt?.common[key] !== undefined)
    .map((key): Feature => ({ path: `jwt.common.${key}`, what: key, present: hasLaterClaims(version) }));
  const plugins = (conf?.plugins ?? []).flatMap((plugin, index): readonly Feature[] =>
    (plugin.name === undefined ? [] : [{ path: `conf.plugins[${index}].name`, what: 'plugin_load', present: since21 }]));
  const roles = (dynamicSecurity?.roles ?? []).flatMap((role, index): readonly Feature[] => [
    ...(role.allowwildcardsubs === false ? [{ path: `dynamicSecurity.roles[${index}].allowwildcardsubs`, what: 'allowwildcardsubs', present: since21 }] : []),
    ...role.acls.flatMap((acl, place): readonly Feature[] =>
      (substitutes(acl) ? [{ path: `dynamicSecurity.roles[${index}].acls[${place}].topic`, what: 'the placeholders %u and %c', present: since21 }] : [])),
  ]);
  return [...claims, ...plugins, ...roles];
}

export const MOSQUITTO_SETTING_UNSUPPORTED: MosquittoRule = {
  id: 'MOSQUITTO_SETTING_UNSUPPORTED',
  level: 'error',
  summary: 'Every setting is one that the version has.',
  cause: 'An older broker ignores the setting, so that a check is not made or a right is wider than written, or it does not start.',
  remedy: 'leave the setting out, or upgrade the broker and name its version',
  source: `${JWT_PAGE} (versions 3.0 and 3.3); ${brokerSource('ChangeLog.txt')}`,
  check: (subject, report) => featuresOf(subject).forEach(({ path, what, present }) => {
    if (present === false) {
      report.broken(path, { message: `uses ${what}, which version ${subject.version} does not have` });
    }
  }),
};

export const MOSQUITTO_SETTING_UNPROVEN: MosquittoRule = {
  id: 'MOSQUITTO_SETTING_UNPROVEN',
  level: 'warning',
  summary: 'Every setting is one that the version is known to have.',
  cause: 'Which release brought the setting is not documented, or the version is not named; a broker without it ignores it or does not start.',
  remedy: 'name the version (for a Pro release whose open-source base you know, name that one), and prove it with a token that must be refused',
  source: `${JWT_PAGE} (versions 3.0 and 3.3); ${brokerSource('ChangeLog.txt')}`,
  check: (subject, report) => featuresOf(subject).forEach(({ path, what, present }) => {
    if (present === undefined) {
      report.broken(path, { message: `uses ${what}, which ${subject.version === undefined ? 'some versions do' : `version ${subject.version} may`} not have` });
    }
  }),
};

/** Every rule of this file. */
export const VERSION_RULES: readonly MosquittoRule[] = [
  MOSQUITTO_VERSION, MOSQUITTO_VERSION_NEWER, MOSQUITTO_SETTING_UNSUPPORTED, MOSQUITTO_SETTING_UNPROVEN,
];
