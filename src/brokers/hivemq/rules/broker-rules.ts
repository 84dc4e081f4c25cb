import { KnownReleases } from '../../../rules/version';
import { isUnresolvedText } from '../../../text/unresolved';
import { pipelinesOf } from '../model';
import { HIVEMQ_RELEASES, readsConfigXml } from '../version';
import { CHARTS, GETTING_STARTED } from './sources';
import { HiveMqRule } from './subject';

/*
 * Rules on the broker around the extension: its version and its other extension.
 */

export const HIVEMQ_ALLOW_ALL_EXTENSION: HiveMqRule = {
  id: 'HIVEMQ_ALLOW_ALL_EXTENSION',
  level: 'error',
  summary: 'The allow-all extension is off, and somebody says so.',
  cause: 'It is on by default in the platform chart and in the image, and lets everybody in whenever this extension does not run.',
  remedy: 'set hivemq-allow-all-extension.enabled to false in the chart, or HIVEMQ_ALLOW_ALL_CLIENTS=false for the image, and state it',
  source: `${CHARTS}; hivemq/hivemq4-docker-images, README.md`,
  check: (subject, report) => {
    const { allowAllExtensionDisabled: off } = subject.settings;
    if (off === undefined) {
      report.deferred('allowAllExtensionDisabled');
    } else if (!off) {
      report.broken('allowAllExtensionDisabled', { message: 'must be true', got: off });
    }
  },
};

export const HIVEMQ_VERSION_SYNTAX: HiveMqRule = {
  id: 'HIVEMQ_VERSION_SYNTAX',
  level: 'error',
  summary: 'The broker\'s version is a dotted number.',
  cause: 'Rules and file names depend on it.',
  remedy: 'give a version such as "4.36" or "4.36.1"',
  source: GETTING_STARTED,
  check: ({ version }, report) => {
    if (version !== undefined && !KnownReleases.isVersion(version)) {
      report.broken('brokerVersion', { message: isUnresolvedText(version) ? 'must be known at synthesis' : 'is not a version', got: version });
    }
  },
};

export const HIVEMQ_VERSION_ERA: HiveMqRule = {
  id: 'HIVEMQ_VERSION_ERA',
  level: 'error',
  summary: 'The version tells which file the broker reads.',
  cause: 'HiveMQ reads config.xml since 4.15 and enterprise-security-extension.xml before; the other file is ignored, and nobody gets in.',
  remedy: 'give the broker\'s version with its minor part, such as "4.36"',
  source: GETTING_STARTED,
  check: ({ version }, report) => {
    if (readsConfigXml(version) === undefined) {
      report.broken('brokerVersion', { message: 'stands for releases before and since 4.15', got: version ?? null });
    }
  },
};

export const HIVEMQ_VERSION_UNKNOWN: HiveMqRule = {
  id: 'HIVEMQ_VERSION_UNKNOWN',
  level: 'warning',
  summary: 'The version is one whose extension is known.',
  cause: 'Settings follow the schema of 4.36.0; a release newer than known counts as the newest known, and before 4.4 the extension came apart.',
  remedy: 'check the vendor\'s changes of the extension since then, and acknowledge',
  source: GETTING_STARTED,
  check: ({ version }, report) => {
    if (version === undefined || !KnownReleases.isVersion(version)) {
      return;
    }
    if (HIVEMQ_RELEASES.isNewer(version)) {
      report.broken('brokerVersion', { message: `is newer than ${HIVEMQ_RELEASES.newest}, the newest known`, got: version });
    } else if (HIVEMQ_RELEASES.isOlder(version)) {
      report.broken('brokerVersion', { message: 'is older than 4.4, the oldest known', got: version });
    }
  },
};

export const HIVEMQ_CUSTOM_PREPROCESSOR_VERSION: HiveMqRule = {
  id: 'HIVEMQ_CUSTOM_PREPROCESSOR_VERSION',
  level: 'error',
  summary: 'Custom preprocessors are used since 4.35 only.',
  cause: 'Earlier releases do not know the element.',
  remedy: 'use a newer release, or other preprocessors',
  source: 'hivemq/hivemq-enterprise-security-extension-customization-sdk, README',
  check: ({ settings, version }, report) => {
    const since = HIVEMQ_RELEASES.isSince(version, '4.35.0');
    if (since === true) {
      return;
    }
    for (const pipeline of pipelinesOf(settings.config)) {
      for (const side of ['authenticationPreprocessors', 'authorizationPreprocessors'] as const) {
        (pipeline.of[side] ?? []).forEach((step, index) => {
          const path = `${pipeline.path}.${side}[${index}].customPreprocessor`;
          if (step.customPreprocessor !== undefined && since === false) {
            report.broken(path, { message: `is not known to HiveMQ ${version}` });
          } else if (step.customPreprocessor !== undefined) {
            report.deferred(path);
          }
        });
      }
    }
  },
};

/** Rules on the broker around the extension. */
export const BROKER_RULES: readonly HiveMqRule[] = [
  HIVEMQ_ALLOW_ALL_EXTENSION, HIVEMQ_VERSION_SYNTAX, HIVEMQ_VERSION_ERA, HIVEMQ_VERSION_UNKNOWN, HIVEMQ_CUSTOM_PREPROCESSOR_VERSION,
];
