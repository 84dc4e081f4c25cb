import { atApply, joinedMaxLength, NOT_EMPTY_LIST, PRINTABLE_ASCII, TRIMMED } from './conditions';
import { AIVEN_OIDC, AIVEN_SCHEMA, BROKER_VALIDATOR, CONFIGURATION_UTILS, KafkaRule, onListener, onService } from './kafka-rule';
import { allOf, Condition, everyMember, HTTPS_URL, matches, maxLength, NOT_BLANK } from '../../../rules/condition';
import { Reporter } from '../../../rules/rule';
import { isUnresolvedList } from '../../../text/unresolved';
import { Subject } from '../../broker-core';
import { KAFKA_RELEASES } from '../releases';
import { AivenKafkaSettings } from '../settings';
import { FIELD_LENGTH, JWKS_URL_LENGTH } from '../vocabulary';

const UNSET_AUDIENCE = 'Up to 4.3 a broker without an expected audience refuses every token that carries one, and nearly all do; ' +
  '4.4 refuses to start.';
const UNSET_ISSUER = 'Up to 4.3 a broker without an expected issuer takes tokens of any issuer whose keys it is given; 4.4 refuses to start.';

export const JWKS_URL_REQUIRED: KafkaRule = {
  id: 'KAFKA_JWKS_URL_REQUIRED',
  level: 'error',
  summary: 'The URL of the keys is set.',
  cause: 'The key URL is what turns OAUTHBEARER on at Aiven; a broker of one\'s own has nothing to verify a signature with.',
  remedy: 'give the identity provider\'s JWKS URL',
  source: AIVEN_OIDC,
  check: ({ settings }, report) => required('jwksEndpointUrl', settings.jwksEndpointUrl, report),
};

export const JWKS_URL_HTTPS: KafkaRule = {
  id: 'KAFKA_JWKS_URL_HTTPS',
  level: 'error',
  summary: 'Aiven fetches keys over https.',
  cause: 'Aiven documents https as the only scheme for the key URL; whoever can change keys on the way can sign tokens.',
  remedy: 'use the https URL of the identity provider',
  source: AIVEN_OIDC,
  check: onService((_service, report, { settings }) => report.value('jwksEndpointUrl', settings.jwksEndpointUrl, HTTPS_URL)),
};

export const JWKS_URL_PLAIN_HTTP: KafkaRule = {
  id: 'KAFKA_JWKS_URL_PLAIN_HTTP',
  level: 'warning',
  summary: 'Keys are fetched over https or read from a file.',
  cause: 'Whoever can change the answer on the way can sign tokens that the broker accepts.',
  remedy: 'use https',
  source: 'OpenID Connect Discovery 1.0, section 3',
  check: onListener((_listener, report, { settings }) => {
    report.value('jwksEndpointUrl', settings.jwksEndpointUrl, matches('^(?:https|file):', 'a URL that starts with https: or file:'));
  }),
};

export const JWKS_URL_LENGTH_LIMIT: KafkaRule = {
  id: 'KAFKA_JWKS_URL_LENGTH',
  level: 'error',
  summary: 'Aiven takes a key URL of at most 2048 characters.',
  cause: 'The API refuses the update, and Terraform only says so at apply.',
  remedy: 'use a shorter URL',
  source: AIVEN_SCHEMA,
  check: onService((_service, report, { settings }) => report.value('jwksEndpointUrl', settings.jwksEndpointUrl, maxLength(JWKS_URL_LENGTH))),
};

/** ASCII, since argument files are read in the platform's encoding; no comma, since the system property is a comma-separated list. */
const KEY_URL = matches('^(?:https?://[!-+\\--~]+|file:/[!-+\\--~]+)$', 'an absolute http, https or file URL in ASCII without blanks and commas');

export const JWKS_URL_FORM: KafkaRule = {
  id: 'KAFKA_JWKS_URL_FORM',
  level: 'error',
  summary: 'URLs that a broker fetches from are absolute and fit into a comma-separated list.',
  cause: 'A broker takes http, https and file URLs only, and from 4.0 on only those that a system property lists between commas.',
  remedy: 'write the URL in ASCII, percent-encoded where needed',
  source: CONFIGURATION_UTILS,
  check: onListener((listener, report, { settings }) => {
    report.value('jwksEndpointUrl', settings.jwksEndpointUrl, KEY_URL);
    listener.allowedUrls?.forEach((url, index) => report.value(`allowedUrls[${index}]`, url, KEY_URL));
  }),
};

export const JWKS_URL_TEXT: KafkaRule = {
  id: 'KAFKA_JWKS_URL_TEXT',
  level: 'error',
  summary: 'The key URL is one line without blanks at its ends.',
  cause: 'The service would fetch from another address or none.',
  remedy: 'remove blanks and line ends',
  source: CONFIGURATION_UTILS,
  check: onService((_service, report, { settings }) => report.value('jwksEndpointUrl', settings.jwksEndpointUrl, TRIMMED)),
};

export const ISSUER_REQUIRED: KafkaRule = {
  id: 'KAFKA_ISSUER_REQUIRED',
  level: 'error',
  summary: 'The expected issuer is set.',
  cause: UNSET_ISSUER,
  remedy: 'give the issuer exactly as it stands in tokens',
  source: BROKER_VALIDATOR,
  check: (subject, report) => {
    if (!optedOut(subject, 'allowUnverifiedIssuer')) {
      required('issuer', subject.settings.issuer, report);
    }
  },
};

export const ISSUER_TEXT: KafkaRule = {
  id: 'KAFKA_ISSUER_TEXT',
  level: 'error',
  summary: 'The expected issuer is one line without blanks at its ends, of at most 128 characters at Aiven.',
  cause: 'Kafka trims the value and compares it exactly, slash and case included; Aiven refuses line ends and longer texts at apply.',
  remedy: 'write the issuer exactly as it stands in tokens',
  source: `${AIVEN_SCHEMA}; ${CONFIGURATION_UTILS}`,
  check: ({ settings }, report) => fieldText('issuer', settings.issuer, settings, report),
};

export const AUDIENCE_REQUIRED: KafkaRule = {
  id: 'KAFKA_AUDIENCE_REQUIRED',
  level: 'error',
  summary: 'An expected audience is set.',
  cause: UNSET_AUDIENCE,
  remedy: 'give the audience that tokens for this Kafka carry',
  source: BROKER_VALIDATOR,
  check: (subject, report) => {
    const { audience } = subject.settings;
    if (optedOut(subject, 'allowUnverifiedAudience')) {
      return;
    }
    if (audience === undefined) {
      report.broken('audience', { message: 'is missing' });
    } else {
      report.value('audience', audience, NOT_EMPTY_LIST);
    }
  },
};

export const AUDIENCE_COMMA: KafkaRule = {
  id: 'KAFKA_AUDIENCE_COMMA',
  level: 'error',
  summary: 'No audience holds a comma.',
  cause: 'Kafka splits the setting at commas and knows no escape, so such an audience becomes two others.',
  remedy: 'let the identity provider use an audience without a comma',
  source: 'apache/kafka ConfigDef.java, type LIST',
  check: ({ settings }, report) => eachAudience(settings, report, matches('^[^,]*$', 'a text without a comma')),
};

export const AUDIENCE_TEXT: KafkaRule = {
  id: 'KAFKA_AUDIENCE_TEXT',
  level: 'error',
  summary: 'Each audience is one line without blanks at its ends.',
  cause: 'Kafka drops blanks around commas, so another text than the one written is compared; Aiven refuses line ends.',
  remedy: 'write the audience exactly as it stands in tokens',
  source: `${AIVEN_SCHEMA}; apache/kafka ConfigDef.java, type LIST`,
  check: ({ settings }, report) => eachAudience(settings, report, forTarget(settings, TRIMMED)),
};

export const AUDIENCE_EMPTY: KafkaRule = {
  id: 'KAFKA_AUDIENCE_EMPTY',
  level: 'error',
  summary: 'No audience is empty.',
  cause: 'From 4.2 on an empty member of the list keeps the broker from starting.',
  remedy: 'remove the empty member',
  source: 'apache/kafka BrokerSecurityConfigs.java, branch 4.2',
  check: ({ settings, version }, report) => {
    if (KAFKA_RELEASES.isSince(version, '4.2.0') !== false) {
      eachAudience(settings, report, matches('^.', 'a text of at least one character'));
    }
  },
};

export const AUDIENCE_EMPTY_IGNORED: KafkaRule = {
  id: 'KAFKA_AUDIENCE_EMPTY_IGNORED',
  level: 'warning',
  summary: 'No audience is empty.',
  cause: 'Before 4.2 an empty member of the list means nothing; after an upgrade the broker does not start.',
  remedy: 'remove the empty member',
  source: 'apache/kafka BrokerSecurityConfigs.java, branches 4.1 and 4.2',
  check: ({ settings, version }, report) => {
    if (KAFKA_RELEASES.isSince(version, '4.2.0') === false) {
      eachAudience(settings, report, matches('^.', 'a text of at least one character'));
    }
  },
};

export const AUDIENCE_LENGTH: KafkaRule = {
  id: 'KAFKA_AUDIENCE_LENGTH',
  level: 'error',
  summary: 'Aiven takes at most 128 characters for all audiences together.',
  cause: 'The audiences travel as one comma-separated text; the API refuses a longer one, and Terraform only says so at apply.',
  remedy: 'use fewer or shorter audiences',
  source: AIVEN_SCHEMA,
  check: onService((_service, report, { settings }) => report.value('audience', settings.audience, joinedMaxLength(FIELD_LENGTH))),
};

export const SUB_CLAIM_NAME: KafkaRule = {
  id: 'KAFKA_SUB_CLAIM_NAME',
  level: 'error',
  summary: 'The subject claim is a name that is not blank, on one line, of at most 128 characters at Aiven.',
  cause: 'A blank name keeps a broker from starting; Aiven refuses it.',
  remedy: 'name a claim whose value is a string, or leave the setting out for "sub"',
  source: `${AIVEN_SCHEMA}; ${BROKER_VALIDATOR}`,
  check: ({ settings }, report) => fieldText('subClaimName', settings.subClaimName, settings, report, [NOT_BLANK]),
};

export const SUB_CLAIM_PATH: KafkaRule = {
  id: 'KAFKA_SUB_CLAIM_PATH',
  level: 'warning',
  summary: 'The subject claim is a claim at the top of the token.',
  cause: 'Kafka takes the name literally: "a.b" is a claim named "a.b", not "b" inside "a", and every token without it is refused.',
  remedy: 'name a claim at the top level; acknowledge this rule when the name really has a dot or a slash',
  source: BROKER_VALIDATOR,
  check: ({ settings }, report) => {
    report.value('subClaimName', settings.subClaimName, matches('^(?:https?://.*|[^./$\\[]*)$', 'a plain name or a URL'));
  },
};

export const TOKEN_RULES: readonly KafkaRule[] = [
  JWKS_URL_REQUIRED, JWKS_URL_HTTPS, JWKS_URL_PLAIN_HTTP, JWKS_URL_LENGTH_LIMIT, JWKS_URL_FORM, JWKS_URL_TEXT, ISSUER_REQUIRED, ISSUER_TEXT,
  AUDIENCE_REQUIRED, AUDIENCE_COMMA, AUDIENCE_TEXT, AUDIENCE_EMPTY, AUDIENCE_EMPTY_IGNORED, AUDIENCE_LENGTH, SUB_CLAIM_NAME, SUB_CLAIM_PATH,
];

function required(path: string, value: string | undefined, report: Reporter): void {
  if (value === undefined) {
    report.broken(path, { message: 'is missing' });
  } else {
    report.value(path, value, NOT_BLANK);
  }
}

/** Since 4.4 a broker can be told to do without the check; before, the setting does not exist. */
function optedOut(subject: Subject<AivenKafkaSettings>, prop: 'allowUnverifiedIssuer' | 'allowUnverifiedAudience'): boolean {
  const { target } = subject.settings;
  return target.kind === 'self-managed' && target[prop] === true && KAFKA_RELEASES.isSince(subject.version, '4.4.0') === true;
}

function fieldText(
  path: string, value: string | undefined, settings: AivenKafkaSettings, report: Reporter, demands: readonly Condition[] = [],
): void {
  const limits = settings.target.kind === 'aiven' ? [maxLength(FIELD_LENGTH)] : [];
  report.value(path, value, allOf([...demands, forTarget(settings, TRIMMED), ...limits]));
}

/** Properties take a value that arrives at apply in ASCII only; JSON takes any. */
function forTarget(settings: AivenKafkaSettings, condition: Condition): Condition {
  return settings.target.kind === 'aiven' ? condition : allOf([condition, atApply(PRINTABLE_ASCII)]);
}

/** Judges each audience that stands alone, and a list that arrives as a whole as a whole. */
function eachAudience(settings: AivenKafkaSettings, report: Reporter, condition: Condition): void {
  const { audience } = settings;
  if (audience !== undefined && isUnresolvedList(audience)) {
    report.value('audience', audience, everyMember(condition));
  } else {
    audience?.forEach((member, index) => report.value(`audience[${index}]`, member, condition));
  }
}
