import { Condition } from '../../../rules/condition';
import { hclString } from '../../../text/hcl';
import { isKnown } from '../../../text/unresolved';
import { Placed } from '../model';
import { ENVIRONMENT_REFERENCE, isVariable, placeholdersOf } from '../schema/patterns';
import { HiveMqAdministrationUser, HiveMqHashAlgorithm, HiveMqMqttUser, HiveMqSettings } from '../settings';
import { CUSTOMIZATION_SDK, MANUAL } from './sources';
import { HiveMqRule, judge, scalarsOf } from './subject';

export const HIVEMQ_SECRET_LITERAL: HiveMqRule = {
  id: 'HIVEMQ_SECRET_LITERAL',
  level: 'error',
  summary: 'Secrets are named, as `${ENV:NAME}`, and never written.',
  cause: 'The text of the file stands in the plan, in the state and on every node.',
  remedy: 'give the secret to the broker as an environment variable and write ${ENV:NAME} with its name',
  source: 'hivemq/hivemq-enterprise-security-hello-world-customization, README.adoc and src/test/resources',
  check: (subject, report) => scalarsOf(subject.settings, 'secret').forEach((at) => judge(report, at, ENVIRONMENT_REFERENCE)),
};

/** Every user of a file realm, with the path to it. */
function usersOf(settings: HiveMqSettings): readonly Placed<HiveMqMqttUser | HiveMqAdministrationUser>[] {
  const { fileRealm } = settings;
  return (['mqtt', 'controlCenter', 'restApi'] as const).flatMap((section) =>
    (fileRealm?.[section]?.users ?? []).map((of, index) => ({ of, path: `fileRealm.${section}.users[${index}]` })));
}

export const HIVEMQ_PASSWORD_LITERAL: HiveMqRule = {
  id: 'HIVEMQ_PASSWORD_LITERAL',
  level: 'error',
  summary: 'A file realm holds hashes of passwords, never passwords.',
  cause: 'The text of the file stands in the plan, in the state and on every node; without `algorithm` what the text means is not documented.',
  remedy: 'leave the password out for clients that log in by token, or give a hash and its algorithm',
  source: MANUAL,
  check: (subject, report) => usersOf(subject.settings).forEach(({ of, path }) => {
    if (of.password !== undefined && (of.algorithm === undefined || of.algorithm === HiveMqHashAlgorithm.PLAIN)) {
      report.broken(`${path}.password`, { message: 'is not hashed' });
    } else if (of.password !== undefined && !isKnown(of.algorithm)) {
      report.value(`${path}.algorithm`, of.algorithm, NOT_PLAIN);
    }
  }),
};

const NOT_PLAIN: Condition = {
  expects: 'an algorithm that hashes',
  test: (value) => value !== HiveMqHashAlgorithm.PLAIN,
  hcl: (reference) => `${reference} != "${HiveMqHashAlgorithm.PLAIN}"`,
};

export const HIVEMQ_PASSWORD_HASH: HiveMqRule = {
  id: 'HIVEMQ_PASSWORD_HASH',
  level: 'warning',
  summary: 'A file realm holds no passwords at all.',
  cause: 'Hashes stand in the plan and in the state too, and can be tried against lists of passwords; MD5 hashes within seconds.',
  remedy: 'let these users log in by token, keep them in a part of the file that others write, or acknowledge',
  source: MANUAL,
  check: (subject, report) => usersOf(subject.settings).forEach(({ of, path }) => {
    if (of.password !== undefined && of.algorithm !== undefined && of.algorithm !== HiveMqHashAlgorithm.PLAIN) {
      report.broken(`${path}.password`, { message: 'is the hash of a password' });
    }
  }),
};

export const HIVEMQ_PLACEHOLDER_UNKNOWN: HiveMqRule = {
  id: 'HIVEMQ_PLACEHOLDER_UNKNOWN',
  level: 'warning',
  summary: 'Placeholders in the configuration are variables of the extension or `${ENV:NAME}`.',
  cause: 'Plain names between `${` and `}` are variables of the extension; what becomes of others is not documented.',
  remedy: 'use the name of a variable, or ${ENV:NAME} for an environment variable, or acknowledge',
  source: CUSTOMIZATION_SDK,
  check: (subject, report) => {
    for (const { path, value, scalar } of scalarsOf(subject.settings)) {
      if (path.startsWith('config.') && scalar.meaning !== 'secret' && scalar.type === 'string') {
        report.value(path, value, KNOWN_PLACEHOLDERS);
      }
    }
  },
};

const KNOWN_PLACEHOLDERS: Condition = {
  expects: 'a text whose placeholders are variables of the extension or ${ENV:NAME}',
  test: (value) => placeholdersOf(String(value)).every((name) => isVariable(name) || /^ENV:[A-Za-z_][A-Za-z0-9_]*$/.test(name)),
  hcl: (reference) => `!strcontains(${reference}, ${hclString('${')})`,
};

/** Rules on secrets and placeholders. */
export const SECRET_RULES: readonly HiveMqRule[] = [
  HIVEMQ_SECRET_LITERAL, HIVEMQ_PASSWORD_LITERAL, HIVEMQ_PASSWORD_HASH, HIVEMQ_PLACEHOLDER_UNKNOWN,
];
