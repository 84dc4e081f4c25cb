import { HTTPS_URL, maxLength } from '../../../rules/condition';
import { planLimits } from '../plans';
import { mayAcceptForgedTokens } from '../releases';
import { DEFAULT_SUB_CLAIM } from '../settings';
import { FIELD, JWKS_URL_LENGTH } from '../vocabulary';
import { AIVEN_OIDC, AIVEN_SCHEMA, KafkaRule, onService } from './kafka-rule';

const OPTION_LISTS = 'aiven/aiven-docs static/includes/config-kafka-free-tier.md, config-kafka-dev-tier.md, config-kafka-inkless-saas.md';

export const UNSET_TRAP: KafkaRule = {
  id: 'KAFKA_UNSET_TRAP',
  level: 'warning',
  summary: 'Turning OAuth off takes more than Terraform.',
  cause: 'A field that leaves the configuration keeps its value at Aiven: the provider leaves absent values out of its requests. What Terraform ' +
    'can do is close the SASL port, which shuts out SCRAM and PLAIN clients too and leaves the four fields set.',
  remedy: `to take the fields away, run \`avn service update NAME ${Object.values(FIELD).map((field) => `--remove-option kafka.${field}`).join(' ')}\`, ` +
    'then remove the construct and set kafka_authentication_methods.sasl as other clients need it',
  source: 'aiven/terraform-provider-aiven converters.go `expandScalar`; aiven/aiven-client cli.py',
  check: onService((service, report) => {
    if (service.disabled === true) {
      report.broken('disabled', { message: 'closes the SASL port and leaves the fields at Aiven' });
    }
  }),
};

export const TOKENS_ONLY: KafkaRule = {
  id: 'KAFKA_TOKENS_ONLY',
  level: 'warning',
  summary: 'There is a way in besides tokens.',
  cause: 'When keys cannot be fetched, or issuer or audience are wrong, nobody can log in, administrators included.',
  remedy: 'leave client certificates or a SCRAM mechanism on, or acknowledge this rule',
  source: AIVEN_SCHEMA,
  check: ({ settings: { target } }, report) => {
    if (target.kind === 'self-managed') {
      const others = (target.enabledMechanisms ?? []).filter((mechanism) => mechanism !== 'OAUTHBEARER');
      if (others.length === 0) {
        report.broken('enabledMechanisms', { message: 'leave tokens as the only way in on this listener', got: target.enabledMechanisms ?? ['OAUTHBEARER'] });
      }
    } else if (target.disabled !== true && [target.certificate, target.plain, target.scramSha256, target.scramSha512].every((on) => on === false)) {
      report.broken('certificate', { message: 'and every other mechanism is off, which leaves tokens as the only way in', got: false });
    }
  },
};

export const MECHANISMS_NONE: KafkaRule = {
  id: 'KAFKA_MECHANISMS_NONE',
  level: 'error',
  summary: 'PLAIN and SCRAM are all off only where a key URL is set.',
  cause: 'Without a key URL no mechanism is left, and Aiven rejects the update.',
  remedy: 'set the key URL, or leave one of plain, scramSha256 and scramSha512 on',
  source: AIVEN_SCHEMA,
  check: onService((service, report, { settings }) => {
    if (settings.jwksEndpointUrl === undefined && [service.plain, service.scramSha256, service.scramSha512].every((on) => on === false)) {
      report.broken('plain', { message: 'and both SCRAM mechanisms are off while no key URL is set', got: false });
    }
  }),
};

export const FORGED_TOKENS: KafkaRule = {
  id: 'KAFKA_FORGED_TOKENS',
  level: 'warning',
  summary: 'The service does not run Kafka 4.1.0 or 4.1.1.',
  cause: 'These releases check neither signature nor issuer, audience or expiry of tokens unless the validator class is set, which Aiven does not ' +
    'offer; which patch release a 4.1 service runs, and whether Aiven has patched it, is not known.',
  remedy: 'use kafka_version 4.2 or later and say so in brokerVersion, or ask Aiven which patch level the service runs and name it there',
  source: 'apache/kafka, commit of 2025-12-01 to DefaultJwtValidator.java (first in 4.1.2 and 4.2.0)',
  check: onService((_service, report, { version }) => {
    if (mayAcceptForgedTokens(version)) {
      const message = version === undefined ? 'is not given, so the service may run 4.1.0 or 4.1.1' : 'may be 4.1.0 or 4.1.1';
      report.broken('brokerVersion', { message, got: version });
    }
  }),
};

export const VERSION_DEPRECATED: KafkaRule = {
  id: 'KAFKA_VERSION_DEPRECATED',
  level: 'warning',
  summary: 'The service runs a version that Aiven still creates.',
  cause: '3.1 to 3.8 and 4.0 are deprecated at Aiven.',
  remedy: 'upgrade to 3.9, or to 4.2 or later',
  source: `${AIVEN_SCHEMA}; aiven.io/docs/platform/reference/eol-for-major-versions`,
  check: onService((_service, report, { version }) => {
    if (version !== undefined && /^(3\.[1-8]|4\.0)(\.|$)/.test(version)) {
      report.broken('brokerVersion', { message: 'is deprecated at Aiven', got: version });
    }
  }),
};

export const PLAN_WITHOUT_OAUTH: KafkaRule = {
  id: 'KAFKA_PLAN_WITHOUT_OAUTH',
  level: 'warning',
  summary: 'The plan offers the OAuth fields.',
  cause: 'The option lists of the free and developer tiers have none of the four fields, that of Inkless lacks the subject claim.',
  remedy: 'use another plan; acknowledge this rule when the plan is of another tier than its name suggests',
  source: OPTION_LISTS,
  check: onService((service, report, { settings }) => {
    const { tier, withoutOAuth, withoutSubClaim } = planLimits(service.plan);
    if (withoutOAuth) {
      report.broken('plan', { message: `belongs to the ${tier}, which has no OAuth fields`, got: service.plan });
    } else if (withoutSubClaim && (settings.subClaimName ?? DEFAULT_SUB_CLAIM) !== DEFAULT_SUB_CLAIM) {
      report.broken('subClaimName', { message: `is no option of ${tier} plans`, got: settings.subClaimName });
    }
  }),
};

export const REST_AUTHORIZATION: KafkaRule = {
  id: 'KAFKA_REST_AUTHORIZATION',
  level: 'warning',
  summary: 'The REST proxy passes the caller\'s token on.',
  cause: 'Without `kafka_rest_authorization` the proxy acts with rights of its own, so REST calls bypass the entries granted here; ' +
    'without `kafka_rest` the switch does nothing.',
  remedy: 'set kafkaRest and kafkaRestAuthorization together',
  source: 'aiven.io/docs/products/kafka/karapace/howto/enable-oauth-oidc-kafka-rest-proxy',
  check: onService((service, report) => {
    if (service.kafkaRest === true && service.kafkaRestAuthorization !== true) {
      report.broken('kafkaRestAuthorization', { message: 'is off while the REST proxy is on', got: service.kafkaRestAuthorization });
    }
    if (service.kafkaRest === false && service.kafkaRestAuthorization === true) {
      report.broken('kafkaRestAuthorization', { message: 'is on while the REST proxy is off', got: true });
    }
  }),
};

export const SERVICE_ALLOWED_URLS: KafkaRule = {
  id: 'KAFKA_ALLOWED_URLS',
  level: 'error',
  summary: 'Each allowed URL is https and has at most 2048 characters.',
  cause: 'The API refuses the update, and Terraform only says so at apply.',
  remedy: 'write https URLs; the key URL itself need not be listed',
  source: `${AIVEN_SCHEMA}; ${AIVEN_OIDC}`,
  check: onService((service, report) => service.saslOauthbearerAllowedUrls?.forEach((url, index) => {
    report.value(`saslOauthbearerAllowedUrls[${index}]`, url, HTTPS_URL);
    report.value(`saslOauthbearerAllowedUrls[${index}]`, url, maxLength(JWKS_URL_LENGTH));
  })),
};

export const SERVICE_RULES: readonly KafkaRule[] = [
  UNSET_TRAP, TOKENS_ONLY, MECHANISMS_NONE, FORGED_TOKENS, VERSION_DEPRECATED, PLAN_WITHOUT_OAUTH, REST_AUTHORIZATION, SERVICE_ALLOWED_URLS,
];
