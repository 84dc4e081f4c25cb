import { HiveMqConfigMapOptions } from './target';
import { readsConfigXml } from './version';
import { allOf, matches, maxLength } from '../../rules/condition';
import { Rule, RuleText } from '../../rules/rule';

/** What the rules of the construct judge, besides the settings. */
export interface TargetSubject {
  /** The ConfigMap; undefined for files. */
  readonly configMap: HiveMqConfigMapOptions | undefined;
  readonly version: string | undefined;
  /** Whether the pipeline finds users by a claim, or something else authorizes. */
  readonly principalClaim: string | undefined;
  readonly ownAuthorization: boolean;
  /** Roles that were granted rights, and whether tokens can name roles. */
  readonly grantedRoles: readonly string[];
  readonly readsRoles: boolean;
}

const NAMES = 'kubernetes.io/docs/concepts/overview/working-with-objects/names';

/** Room for the hyphen and the hash behind the prefix. */
const LONGEST_PREFIX = 253 - 11;

export const HIVEMQ_CONFIG_MAP_NAME: Rule<TargetSubject> = {
  id: 'HIVEMQ_CONFIG_MAP_NAME',
  level: 'error',
  summary: 'The ConfigMap\'s name is a DNS subdomain.',
  cause: 'Kubernetes refuses other names.',
  remedy: 'use lower-case letters, digits, `-` and `.`',
  source: NAMES,
  check: ({ configMap }, report) => report.value('target.namePrefix', configMap?.namePrefix, allOf([
    matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', 'the beginning of a DNS subdomain'), maxLength(LONGEST_PREFIX),
  ])),
};

const LABEL_END = '([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)';
const LABEL_NAME = matches(
  `^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?${LABEL_END}$`,
  'a label\'s name: up to 63 letters, digits, `-`, `_` and `.`, with a DNS subdomain and `/` before it if wanted',
);
const LABEL_VALUE = matches(`^${LABEL_END}?$`, 'empty or up to 63 letters, digits, `-`, `_` and `.`');

export const HIVEMQ_CONFIG_MAP_METADATA: Rule<TargetSubject> = {
  id: 'HIVEMQ_CONFIG_MAP_METADATA',
  level: 'error',
  summary: 'The ConfigMap\'s namespace is a DNS label, its labels are such as Kubernetes takes.',
  cause: 'Kubernetes refuses others.',
  remedy: 'use the syntax of Kubernetes',
  source: `${NAMES}; kubernetes.io/docs/concepts/overview/working-with-objects/labels`,
  check: ({ configMap }, report) => {
    report.value('target.namespace', configMap?.namespace, matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$', 'a DNS label'));
    Object.entries(configMap?.labels ?? {}).forEach(([name, value]) => {
      report.value('target.labels', name, LABEL_NAME);
      report.value('target.labels', value, LABEL_VALUE);
    });
  },
};

export const HIVEMQ_CONFIG_MAP_VERSION: Rule<TargetSubject> = {
  id: 'HIVEMQ_CONFIG_MAP_VERSION',
  level: 'error',
  summary: 'The platform chart runs a broker that reads config.xml.',
  cause: 'The chart mounts the ConfigMap\'s key config.xml; brokers before 4.15 read another file.',
  remedy: 'use a newer release, or files',
  source: 'hivemq/helm-charts, charts/hivemq-platform/values.yaml',
  check: ({ configMap, version }, report) => {
    if (configMap !== undefined && readsConfigXml(version) === false) {
      report.broken('brokerVersion', { message: 'is before 4.15, and the target is a ConfigMap', got: version });
    }
  },
};

export const HIVEMQ_CONFIG_MAP_TARGET: RuleText = {
  id: 'HIVEMQ_CONFIG_MAP_TARGET',
  level: 'error',
  summary: 'The name of the ConfigMap is asked for where there is one.',
  cause: 'Files of nodes have no ConfigMap.',
  remedy: 'set the target to HiveMqTarget.configMap()',
  source: 'hivemq/helm-charts, charts/hivemq-platform/values.yaml',
};

export const HIVEMQ_PRINCIPAL_CLAIM_REQUIRED: Rule<TargetSubject> = {
  id: 'HIVEMQ_PRINCIPAL_CLAIM_REQUIRED',
  level: 'error',
  summary: 'A claim leads from a token to a user of the file realm.',
  cause: 'What the JWT manager writes to authorization-key by itself is not documented, and nothing is known of this provider\'s claims.',
  remedy: 'set `authorizationKeyClaim` to the string claim that holds the client id',
  source: 'https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html',
  check: ({ principalClaim, ownAuthorization }, report) => {
    if (principalClaim === undefined && !ownAuthorization) {
      report.broken('authorizationKeyClaim', { message: 'is missing' });
    }
  },
};

export const HIVEMQ_ROLE_CLAIM_REQUIRED: Rule<TargetSubject> = {
  id: 'HIVEMQ_ROLE_CLAIM_REQUIRED',
  level: 'error',
  summary: 'Rights are granted to roles only where tokens can name roles.',
  cause: 'Without a claim that fills authorization-role-key nobody has the role.',
  remedy: 'set `roleClaim`, or grant to applications',
  source: 'https://docs.hivemq.com/hivemq-enterprise-security-extension/latest/ese.html',
  check: ({ grantedRoles, readsRoles }, report) => {
    if (grantedRoles.length > 0 && !readsRoles) {
      report.broken('roleClaim', { message: 'is missing, and rights are granted to roles', got: grantedRoles });
    }
  },
};

/** Rules of the construct. */
export const HIVEMQ_TARGET_RULES: readonly Rule<TargetSubject>[] = [
  HIVEMQ_CONFIG_MAP_NAME, HIVEMQ_CONFIG_MAP_METADATA, HIVEMQ_CONFIG_MAP_VERSION, HIVEMQ_PRINCIPAL_CLAIM_REQUIRED, HIVEMQ_ROLE_CLAIM_REQUIRED,
];
