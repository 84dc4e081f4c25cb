import { allOf, matches, NOT_BLANK, wholeNumber } from '../../../rules/condition';
import { KnownReleases } from '../../../rules/version';
import { isUnresolvedText } from '../../../text/unresolved';
import { KAFKA_RELEASES, mayAcceptForgedTokens } from '../releases';
import { BROKER_JWT_VALIDATOR, mechanismsOf, OAUTHBEARER } from '../settings';
import { LISTENER_PROPERTIES } from '../vocabulary';
import { atApply, PRINTABLE_ASCII, TRIMMED } from './conditions';
import { BROKER_VALIDATOR, KafkaRule, onListener } from './kafka-rule';

export const VERSION_NEWER: KafkaRule = {
  id: 'KAFKA_VERSION_NEWER',
  level: 'warning',
  summary: 'The broker version is one that this library knows.',
  cause: 'A newer release is judged as the newest known one, and may behave otherwise.',
  remedy: 'check the release notes, then acknowledge this rule',
  source: 'kafka.apache.org/downloads',
  check: ({ version }, report) => {
    if (version !== undefined && KnownReleases.isVersion(version) && KAFKA_RELEASES.isNewer(version)) {
      report.broken('brokerVersion', { message: `is newer than ${KAFKA_RELEASES.newest}`, got: version });
    }
  },
};

export const VERSION_OLDER: KafkaRule = {
  id: 'KAFKA_VERSION_OLDER',
  level: 'warning',
  summary: 'The broker version is one that this library knows.',
  cause: 'An older release is judged as 3.9.0, and may lack the callback handler under the name written here.',
  remedy: 'use 3.9 or later',
  source: 'apache/kafka OAuthBearerValidatorCallbackHandler.java, branch 3.9',
  check: onListener((_listener, report, { version }) => {
    if (version !== undefined && KAFKA_RELEASES.isOlder(version)) {
      report.broken('brokerVersion', { message: 'is older than 3.9.0', got: version });
    }
  }),
};

export const LISTENER_NAME: KafkaRule = {
  id: 'KAFKA_LISTENER_NAME',
  level: 'error',
  summary: 'The listener has a name that is known at synthesis, of letters, digits, - and _.',
  cause: 'The name is part of property keys; with any other character the keys would belong to something else.',
  remedy: 'write the name as it stands in `listeners`',
  source: 'apache/kafka ListenerName.java',
  check: onListener(({ listener }, report) => {
    if (isUnresolvedText(listener)) {
      report.broken('listener', { message: 'must be known at synthesis' });
    } else {
      report.value('listener', listener, matches('^[A-Za-z0-9_-]{1,64}$', 'letters, digits, - and _, at most 64'));
    }
  }),
};

export const MECHANISMS: KafkaRule = {
  id: 'KAFKA_MECHANISMS',
  level: 'error',
  summary: 'The listener\'s mechanisms are SASL names, OAUTHBEARER among them.',
  cause: 'A mechanism that is not enabled is refused at the handshake; an unknown one keeps the broker from starting.',
  remedy: 'list OAUTHBEARER and what else the listener shall offer, such as SCRAM-SHA-512',
  source: 'RFC 4422, section 3.1; apache/kafka SaslServerAuthenticator.java',
  check: onListener((listener, report) => {
    const mechanisms = mechanismsOf(listener);
    if (!mechanisms.some((mechanism) => mechanism === OAUTHBEARER || isUnresolvedText(mechanism))) {
      report.broken('enabledMechanisms', { message: 'must hold OAUTHBEARER', got: mechanisms });
    }
    mechanisms.forEach((mechanism, index) => {
      report.value(`enabledMechanisms[${index}]`, mechanism, matches('^[A-Z0-9_-]{1,20}$', 'a SASL mechanism name: A-Z, 0-9, - and _, at most 20'));
    });
  }),
};

export const LISTENER_TEXT: KafkaRule = {
  id: 'KAFKA_LISTENER_TEXT',
  level: 'error',
  summary: 'Texts of the listener are one line that is not blank, without blanks at its ends.',
  cause: 'Kafka trims values; a blank claim name or class keeps the broker from starting.',
  remedy: 'write the value without blanks at its ends',
  source: 'apache/kafka ConfigDef.java',
  check: onListener((listener, report) => {
    const condition = allOf([NOT_BLANK, TRIMMED, atApply(PRINTABLE_ASCII)]);
    report.value('scopeClaimName', listener.scopeClaimName, condition);
    report.value('jwtValidatorClass', listener.jwtValidatorClass, condition);
  }),
};

export const LISTENER_NUMBER: KafkaRule = {
  id: 'KAFKA_LISTENER_NUMBER',
  level: 'error',
  summary: 'Times are whole numbers that are not negative.',
  cause: 'Kafka refuses to start on a number beyond its type; a negative skew or interval has no meaning.',
  remedy: 'write milliseconds or seconds as the setting\'s name says',
  source: 'apache/kafka BrokerSecurityConfigs.java',
  check: onListener((listener, report) => LISTENER_PROPERTIES.forEach(({ prop, most }) => {
    if (most !== undefined) {
      report.value(prop, listener[prop], wholeNumber(0, most));
    }
  })),
};

export const SETTING_UNSUPPORTED: KafkaRule = {
  id: 'KAFKA_SETTING_UNSUPPORTED',
  level: 'error',
  summary: 'Every setting exists in the broker\'s version.',
  cause: 'A broker ignores a key that it does not know.',
  remedy: 'leave the setting out, or use the version that brought it',
  source: 'apache/kafka BrokerSecurityConfigs.java, by branch',
  check: onListener((listener, report, { version }) => LISTENER_PROPERTIES.forEach(({ prop, since }) => {
    if (since !== undefined && listener[prop] !== undefined && KAFKA_RELEASES.isSince(version, since) === false) {
      report.broken(prop, { message: `exists since ${since}, and the broker has ${version}`, got: listener[prop] });
    }
  })),
};

export const VALIDATOR_CLASS: KafkaRule = {
  id: 'KAFKA_VALIDATOR_CLASS',
  level: 'error',
  summary: 'A 4.1.0 or 4.1.1 broker uses BrokerJwtValidator.',
  cause: 'The default validator of these releases checks neither signature nor issuer, audience or expiry: forged tokens are accepted.',
  remedy: 'leave jwtValidatorClass out; the right class is then written for 4.1.0 and 4.1.1',
  source: 'apache/kafka, commit of 2025-12-01 to DefaultJwtValidator.java (first in 4.1.2 and 4.2.0)',
  check: onListener(({ jwtValidatorClass }, report, { version }) => {
    if (jwtValidatorClass?.startsWith(KAFKA_PACKAGE) === true && jwtValidatorClass !== BROKER_JWT_VALIDATOR && mayAcceptForgedTokens(version)) {
      report.broken('jwtValidatorClass', { message: 'does not verify tokens in 4.1.0 and 4.1.1', got: jwtValidatorClass });
    }
  }),
};

const KAFKA_PACKAGE = 'org.apache.kafka.';

export const VALIDATOR_FOREIGN: KafkaRule = {
  id: 'KAFKA_VALIDATOR_FOREIGN',
  level: 'warning',
  summary: 'Tokens are judged by Kafka\'s own validator.',
  cause: 'A class of somebody else decides by rules of its own.',
  remedy: 'leave jwtValidatorClass out, or acknowledge this rule',
  source: BROKER_VALIDATOR,
  check: onListener(({ jwtValidatorClass }, report) => {
    if (jwtValidatorClass !== undefined && !jwtValidatorClass.startsWith(KAFKA_PACKAGE)) {
      report.broken('jwtValidatorClass', { message: 'is no class of Kafka', got: jwtValidatorClass });
    }
  }),
};

export const UNVERIFIED_OPT_OUT: KafkaRule = {
  id: 'KAFKA_UNVERIFIED_OPT_OUT',
  level: 'warning',
  summary: 'Issuer and audience are checked.',
  cause: 'Any token that the keys verify is accepted, also one that was issued for another service.',
  remedy: 'set issuer and audience and leave allowUnverifiedIssuer and allowUnverifiedAudience out',
  source: 'apache/kafka BrokerJwtValidator.java, branch 4.4',
  check: onListener((listener, report) => {
    (['allowUnverifiedIssuer', 'allowUnverifiedAudience'] as const).forEach((prop) => {
      if (listener[prop] === true) {
        report.broken(prop, { message: 'lets unverified tokens in', got: true });
      }
    });
  }),
};

export const LISTENER_RULES: readonly KafkaRule[] = [
  VERSION_NEWER, VERSION_OLDER, LISTENER_NAME, MECHANISMS, LISTENER_TEXT, LISTENER_NUMBER, SETTING_UNSUPPORTED, VALIDATOR_CLASS, VALIDATOR_FOREIGN,
  UNVERIFIED_OPT_OUT,
];
