import { ClientAuthenticationMethod } from './client-authentication';
import { publicJwk } from './public-jwk';
import { RegistrationSubject } from './registration';
import { ENDPOINT } from '../../oauth/issuer';
import { matches, wholeNumber } from '../../rules/condition';
import { Rule } from '../../rules/rule';
import { isUnresolvedText } from '../../text/unresolved';

const METHODS = 'OpenID Connect Core 1.0 section 9';

export const IDENTITY_AUTHENTICATION_UNSUPPORTED: Rule<RegistrationSubject> = {
  id: 'IDENTITY_AUTHENTICATION_UNSUPPORTED',
  level: 'error',
  summary: 'The client proves who it is by a method that can be created at the provider.',
  cause: 'The provider would keep another method, and every token request would be refused.',
  remedy: 'use one of the methods that the message names',
  source: METHODS,
  check: ({ registration, application: { authentication, users } }, report) => {
    if (registration !== undefined && users?.publicClient !== true && !registration.authentications.includes(authentication.method)) {
      const message = `must be one of ${registration.authentications.join(', ')} at this provider`;
      report.broken('authentication', { message, got: authentication.method });
    }
  },
};

export const IDENTITY_SECRETS_SEVERAL: Rule<RegistrationSubject> = {
  id: 'IDENTITY_SECRETS_SEVERAL',
  level: 'error',
  summary: 'A client has several secrets only where the provider keeps several.',
  cause: 'The provider keeps one secret, so a new one ends the old one at once.',
  remedy: 'authenticate by private_key_jwt with two keys for a while, or move to a second application with the same grants',
  source: 'registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application_password',
  check: ({ registration, application: { authentication } }, report) => {
    const names = authentication.details.names ?? ['default'];
    if (names.length === 0) {
      report.broken('authentication.names', { message: 'is empty' });
    }
    if (new Set(names).size < names.length) {
      report.broken('authentication.names', { message: 'has a name twice', got: names.join(', ') });
    }
    if (registration?.severalSecrets === false && names.length > 1) {
      report.broken('authentication.names', { message: 'must be one at this provider', got: names.join(', ') });
    }
  },
};

export const IDENTITY_SECRET_LITERAL: Rule<RegistrationSubject> = {
  id: 'IDENTITY_SECRET_LITERAL',
  level: 'error',
  summary: 'A secret is never written down.',
  cause: 'A literal ends up in the synthesized stack, which is committed, uploaded and read by many.',
  remedy: 'pass a reference to an ephemeral variable or resource',
  source: 'developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only',
  check: ({ application: { authentication: { details: { secret } } } }, report) => {
    if (secret !== undefined && !isUnresolvedText(secret)) {
      report.broken('authentication.value', { message: 'is a literal' });
    }
  },
};

const VERSION = wholeNumber(1, 2147483647);

export const IDENTITY_SECRET_VERSION: Rule<RegistrationSubject> = {
  id: 'IDENTITY_SECRET_VERSION',
  level: 'error',
  summary: `The number of a secret is ${VERSION.expects}.`,
  cause: 'Terraform cannot see that a secret changed; only a larger number makes it hand the secret over.',
  remedy: 'begin at 1 and count up with each secret',
  source: 'developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only',
  check: ({ application: { authentication: { details } } }, report) => report.value('authentication.version', details.secretVersion, VERSION),
};

const NOT_PRIVATE = /PRIVATE KEY/;

export const IDENTITY_PRIVATE_KEY_GIVEN: Rule<RegistrationSubject> = {
  id: 'IDENTITY_PRIVATE_KEY_GIVEN',
  level: 'error',
  summary: 'The provider is given public keys and certificates, never private keys.',
  cause: 'Whoever reads the stack, its state or the provider\'s console could act as the application.',
  remedy: 'give the public half, for instance from `openssl pkey -pubout`, and replace the key that was written down',
  source: 'RFC 7523 section 3; RFC 7468 sections 10 and 13',
  check: ({ application: { authentication: { details } } }, report) => (details.keys ?? []).forEach(({ pem }, index) => {
    if (NOT_PRIVATE.test(pem)) {
      report.broken(`authentication.keys[${index}].pem`, { message: 'is a private key' });
    }
  }),
};

const PUBLIC_KEY = matches('^\\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\s]+-----END PUBLIC KEY-----\\s*$', 'a public key in PEM form');
const CERTIFICATE = matches('^\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*$', 'a certificate in PEM form');

export const IDENTITY_CLIENT_KEYS: Rule<RegistrationSubject> = {
  id: 'IDENTITY_CLIENT_KEYS',
  level: 'error',
  summary: 'A client that signs assertions has a key set URL, or keys with a name each, not both.',
  cause: 'Without a key the provider can verify no assertion and refuses every token request; of two sources it ignores one.',
  remedy: 'give `jwksUri`, or at least one key in PEM form',
  source: `${METHODS}; RFC 7468 sections 5 and 13`,
  check: ({ application: { authentication: { method, details } } }, report) => {
    if (method !== ClientAuthenticationMethod.PRIVATE_KEY_JWT && method !== ClientAuthenticationMethod.CERTIFICATE) {
      return;
    }
    const keys = details.keys ?? [];
    if ((keys.length > 0) === (details.jwksUri !== undefined)) {
      report.broken('authentication', { message: keys.length > 0 ? 'has both a key set URL and keys' : 'has no key' });
    }
    if (new Set(keys.map(({ name }) => name)).size < keys.length) {
      report.broken('authentication.keys', { message: 'has a name twice', got: keys.map(({ name }) => name).join(', ') });
    }
    report.value('authentication.jwksUri', details.jwksUri, ENDPOINT);
    const form = method === ClientAuthenticationMethod.CERTIFICATE ? CERTIFICATE : PUBLIC_KEY;
    keys.filter(({ pem }) => !NOT_PRIVATE.test(pem)).forEach(({ pem }, index) => report.value(`authentication.keys[${index}].pem`, pem, form));
  },
};

export const IDENTITY_CLIENT_KEY_UNREADABLE: Rule<RegistrationSubject> = {
  id: 'IDENTITY_CLIENT_KEY_UNREADABLE',
  level: 'error',
  summary: 'A public key that the provider takes as a member of a key set can be read at synthesis.',
  cause: 'Its numbers are computed from the PEM text, which is then not there or no key.',
  remedy: 'read the PEM file in the program, or publish the keys and give `jwksUri`',
  source: 'RFC 7517 section 4; RFC 7468 section 13',
  check: ({ registration, application: { authentication: { details } } }, report) => {
    if (registration?.keyForm !== 'jwk') {
      return;
    }
    (details.keys ?? []).forEach((key, index) => {
      if (isUnresolvedText(key.pem)) {
        report.broken(`authentication.keys[${index}].pem`, { message: 'is known only at apply' });
      } else if (!NOT_PRIVATE.test(key.pem) && PUBLIC_KEY.test(key.pem) && publicJwk(key) === undefined) {
        report.broken(`authentication.keys[${index}].pem`, { message: 'holds no key that can be read' });
      }
    });
  },
};

/** The rules on how a created client proves who it is. */
export const CLIENT_AUTHENTICATION_RULES: readonly Rule<RegistrationSubject>[] = [
  IDENTITY_AUTHENTICATION_UNSUPPORTED,
  IDENTITY_SECRETS_SEVERAL,
  IDENTITY_SECRET_LITERAL,
  IDENTITY_SECRET_VERSION,
  IDENTITY_PRIVATE_KEY_GIVEN,
  IDENTITY_CLIENT_KEYS,
  IDENTITY_CLIENT_KEY_UNREADABLE,
];
