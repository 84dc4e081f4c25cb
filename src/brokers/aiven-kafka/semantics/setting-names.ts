import { ALLOWED_URLS_PROPERTY } from '../vocabulary';

/*
 * Names of the settings that matter for a login, and the forms in which they are written.
 */

export const JWKS_URL = 'jwks.endpoint.url';
export const ISSUER = 'expected.issuer';
export const AUDIENCE = 'expected.audience';
export const SUB_CLAIM = 'sub.claim.name';
export const SCOPE_CLAIM = 'scope.claim.name';
export const CLOCK_SKEW = 'clock.skew.seconds';
export const REFRESH = 'jwks.endpoint.refresh.ms';
export const RETRY_BACKOFF = 'jwks.endpoint.retry.backoff.ms';
export const RETRY_BACKOFF_MAX = 'jwks.endpoint.retry.backoff.max.ms';
export const VALIDATOR_CLASS = 'jwt.validator.class';
export const ALLOW_ANY_ISSUER = 'allow.unverified.issuer';
export const ALLOW_ANY_AUDIENCE = 'allow.unverified.audience';
export const MAX_REAUTH = 'connections.max.reauth.ms';
export const MAX_RECEIVE_SIZE = 'sasl.server.max.receive.size';
export const MECHANISMS = 'sasl.enabled.mechanisms';
export const HANDLER = 'sasl.server.callback.handler.class';
export const SUPER_USERS = 'super.users';
export const ALLOW_EVERYONE = 'allow.everyone.if.no.acl.found';
export const ALLOWED_URLS = 'allowed.urls';

const OAUTH = 'sasl.oauthbearer.';

/** Settings whose full name begins with `sasl.oauthbearer.`. */
const OAUTH_SETTINGS = [
  JWKS_URL, ISSUER, AUDIENCE, SUB_CLAIM, SCOPE_CLAIM, CLOCK_SKEW, REFRESH, RETRY_BACKOFF, RETRY_BACKOFF_MAX, VALIDATOR_CLASS, ALLOW_ANY_ISSUER,
  ALLOW_ANY_AUDIENCE,
];

/** How Kafka looks a setting up: with listener and mechanism, with the listener, or for the whole broker alone. */
export interface KnownSetting {
  readonly name: string;
  readonly key: string;
  readonly scope: 'mechanism' | 'listener' | 'broker';
}

/** Every setting that is read from broker properties. */
export const KNOWN_SETTINGS: readonly KnownSetting[] = [
  ...OAUTH_SETTINGS.map((name) => ({ name, key: OAUTH + name, scope: name === VALIDATOR_CLASS ? 'listener' as const : 'mechanism' as const })),
  { name: MAX_REAUTH, key: MAX_REAUTH, scope: 'mechanism' },
  { name: HANDLER, key: HANDLER, scope: 'mechanism' },
  { name: MECHANISMS, key: MECHANISMS, scope: 'listener' },
  { name: MAX_RECEIVE_SIZE, key: MAX_RECEIVE_SIZE, scope: 'broker' },
  { name: SUPER_USERS, key: SUPER_USERS, scope: 'broker' },
  { name: ALLOW_EVERYONE, key: ALLOW_EVERYONE, scope: 'broker' },
];

/** Names that are no ends of full ones. In a properties file the system property means nothing, so only objects may name it. */
const ALIASES: Readonly<Record<string, string>> = {
  'jwks.url': JWKS_URL,
  'clock.skew': CLOCK_SKEW,
  [ALLOWED_URLS_PROPERTY]: ALLOWED_URLS,
};

const NAMES = new Map([
  ...KNOWN_SETTINGS.flatMap(({ name, key }) => [[name, name], [key, name]] as const),
  ...Object.entries(ALIASES),
  [ALLOWED_URLS, ALLOWED_URLS],
  [OAUTH + ALLOWED_URLS, ALLOWED_URLS],
]);

/** The setting that a name stands for: written with dots or underscores, with or without `sasl_oauthbearer_`. */
export function settingOf(name: string): string | undefined {
  return NAMES.get(name.replace(/_/g, '.'));
}
