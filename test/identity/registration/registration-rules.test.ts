import { generateKeyPairSync } from 'node:crypto';
import { Authentication, ClientAuthenticationMethod as Method } from '../../../src/identity/registration/client-authentication';
import { REGISTRATION_RULES } from '../../../src/identity/registration/registration-rules';
import { ENDPOINT } from '../../../src/oauth/issuer';
import { NOT_BLANK } from '../../../src/rules/condition';
import { atApply, atApplyWith, deferred, PASSED, testRules, TOKEN } from '../support';
import { PUBLIC_KEY } from './stacks';
import { application, demand, registration, subject } from './support';

const by = (method: Method, details: Authentication['details'] = {}) => ({ authentication: { method, details } });
const PRIVATE_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const NO_KEY = '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const CALLBACK = 'https://orders.example.com/callback';
const users = (...redirectUris: string[]) => ({ users: { redirectUris, publicClient: false } });
const PUBLIC = { users: { redirectUris: [CALLBACK], publicClient: true } };
const assigned = registration({ clientIds: 'assigned' });
const fixed = registration({ ownClaims: ['mail'], subjects: 'fixed', roles: { claims: ['roles'], remedy: 'an Action' }, claimRemedy: 'an Action' });

testRules(REGISTRATION_RULES, {
  IDENTITY_APPLICATION_BY_REFERENCE: {
    fails: [[subject({ registration: undefined }), 'identityProvider is of the kind oidc, at which nothing is created']],
    passes: [subject()],
    unresolved: [[subject({}, { clientId: TOKEN }), PASSED]],
  },
  IDENTITY_APPLICATION_STACK: {
    fails: [[subject({ otherStack: true }), 'identityProvider stands in another stack']],
    passes: [subject()],
    unresolved: [[subject({}, { clientId: TOKEN }), PASSED]],
  },
  IDENTITY_TERRAFORM_PROVIDER_OLD: {
    fails: ['4.20.0', '~> 4.9', '= 4.0', '<= 4.99'].map((held) => [
      subject({ ownVersion: held }), `identityProvider needs the Terraform provider keycloak ~> 5.9, and the stack holds it to another, got "${held}"`,
    ]),
    passes: [
      ...[undefined, '5.9.0', '~> 6.0', '>= 4.0', '>= 4, < 7'].map((ownVersion) => subject({ ownVersion })),
      subject({ registration: undefined, ownVersion: '1.0' }),
    ],
    unresolved: [[subject({ ownVersion: TOKEN }), PASSED]],
  },
  IDENTITY_CLIENT_ID_GIVEN: {
    fails: [
      [subject({ registration: assigned }), 'clientId is given, while this provider makes it up, got "orders"'],
      [subject({}, { clientId: undefined }), 'clientId is missing'],
    ],
    passes: [
      subject(),
      subject({ registration: assigned }, { clientId: undefined }),
      subject({ registration: registration({ clientIds: 'may-be-chosen' }) }),
      subject({ registration: registration({ clientIds: 'may-be-chosen' }) }, { clientId: undefined }),
      subject({ registration: undefined }),
    ],
    unresolved: [[subject({}, { clientId: TOKEN }), PASSED]],
  },
  IDENTITY_CLIENT_ID_TAKEN: {
    fails: [[subject({ neighbours: [application(), application({ path: 'Stack/Other' })] }), 'clientId is that of Stack/Other too, got "orders"']],
    passes: [
      subject(),
      subject({ neighbours: [application({ path: 'Stack/Other', clientId: 'other' })] }),
      subject({ neighbours: [application({ path: 'Stack/Other', clientId: undefined })] }, { clientId: undefined }),
    ],
    unresolved: [[subject({ neighbours: [application({ path: 'Stack/Other' })] }, { clientId: TOKEN }), PASSED]],
  },
  IDENTITY_SUBJECT_GIVEN: {
    fails: [
      [subject({ registration: fixed }, { subject: 'me' }), 'subject cannot be chosen at this provider, got "me"'],
      [subject({}, { subject: ' ' }), 'subject must be a text that is not blank, got " "'],
    ],
    passes: [subject(), subject({}, { subject: 'me' }), subject({ registration: fixed })],
    unresolved: [[subject({}, { subject: TOKEN }), atApply(`subject: ${NOT_BLANK.hcl('x')}`)]],
  },
  IDENTITY_SECRET_OUTPUT: {
    fails: [
      [subject({}, { outputSecret: true, ...PUBLIC }), 'outputSecret is set, and there is no secret to read'],
      [subject({}, { outputSecret: true, ...by(Method.PRIVATE_KEY_JWT) }), 'outputSecret is set, and there is no secret to read'],
    ],
    passes: [subject(), subject({}, { outputSecret: true }), subject({ registration: undefined }, { outputSecret: true })],
    unresolved: [[subject({}, { outputSecret: true, clientId: TOKEN }), PASSED]],
  },
  IDENTITY_CLAIM_NOT_PRODUCED: {
    fails: [[
      subject({ registration: fixed }, { demands: [demand('claim', 'hivemq')] }),
      'claims of Stack/Broker cannot be created at this provider, which writes sub, mail; it takes an Action, got "hivemq"',
    ]],
    passes: [
      subject({}, { demands: [demand('claim', 'hivemq')] }),
      subject({ registration: fixed }, { demands: [demand('claim', 'mail'), demand('claim', 'sub'), demand('scope', 'x')] }),
      subject({ registration: undefined }, { demands: [demand('claim', 'hivemq')] }),
    ],
    unresolved: [[subject({ registration: fixed }, { demands: [demand('claim', TOKEN)] }), deferred('claims')]],
  },
  IDENTITY_ROLE_NOT_PRODUCED: {
    fails: [[
      subject({ registration: fixed }, { role: { claim: 'groups', name: 'admin' } }),
      'role.claim cannot be created at this provider: it takes an Action, got "groups"',
    ]],
    passes: [
      subject(),
      subject({}, { role: { claim: 'groups', name: 'admin' } }),
      subject({ registration: fixed }, { role: { claim: 'roles', name: 'admin' } }),
    ],
    unresolved: [[subject({ registration: fixed }, { role: { claim: 'roles', name: TOKEN } }), PASSED]],
  },
  IDENTITY_USER_FLOWS_UNSUPPORTED: {
    fails: [[subject({ registration: registration({ userFlows: false }) }, users(CALLBACK)), 'userLogin cannot be created at this provider']],
    passes: [subject({}, users(CALLBACK)), subject({ registration: registration({ userFlows: false }) })],
    unresolved: [[subject({}, users(TOKEN)), PASSED]],
  },
  IDENTITY_REDIRECT_URI: {
    fails: [
      [subject({}, users()), 'userLogin.redirectUris is empty'],
      [
        subject({}, users('https://orders.example.com/*')),
        'userLogin.redirectUris[0] must be an absolute URI without fragment and wildcard, got "https://orders.example.com/*"',
      ],
      [subject({}, users(CALLBACK, '/callback')), 'userLogin.redirectUris[1] must be an absolute URI without fragment and wildcard, got "/callback"'],
    ],
    passes: [subject(), subject({}, users(CALLBACK, 'com.example.orders:/callback'))],
    unresolved: [[subject({}, users(TOKEN)), atApplyWith('userLogin.redirectUris[0]')]],
  },
  IDENTITY_AUTHENTICATION_UNSUPPORTED: {
    fails: [[
      subject({}, by(Method.CERTIFICATE)),
      'authentication must be one of secret, write-only-secret, private-key-jwt at this provider, got "certificate"',
    ]],
    passes: [subject(), subject({}, by(Method.PRIVATE_KEY_JWT)), subject({}, { ...by(Method.CERTIFICATE), ...PUBLIC })],
    unresolved: [[subject({}, by(Method.WRITE_ONLY_SECRET, { secret: TOKEN })), PASSED]],
  },
  IDENTITY_SECRETS_SEVERAL: {
    fails: [
      [subject({}, by(Method.SECRET, { names: ['old', 'new'] })), 'authentication.names must be one at this provider, got "old, new"'],
      [subject({ registration: registration({ severalSecrets: true }) }, by(Method.SECRET, { names: [] })), 'authentication.names is empty'],
      [subject({ registration: registration({ severalSecrets: true }) }, by(Method.SECRET, { names: ['a', 'a'] })), 'authentication.names has a name twice, got "a, a"'],
    ],
    passes: [subject(), subject({ registration: registration({ severalSecrets: true }) }, by(Method.SECRET, { names: ['old', 'new'] }))],
    unresolved: [[subject({}, by(Method.SECRET, { names: [TOKEN] })), PASSED]],
  },
  IDENTITY_SECRET_LITERAL: {
    fails: [[subject({}, by(Method.WRITE_ONLY_SECRET, { secret: 'hunter2', secretVersion: 1 })), 'authentication.value is a literal']],
    passes: [subject()],
    unresolved: [[subject({}, by(Method.WRITE_ONLY_SECRET, { secret: TOKEN, secretVersion: 1 })), PASSED]],
  },
  IDENTITY_SECRET_VERSION: {
    fails: [[
      subject({}, by(Method.WRITE_ONLY_SECRET, { secret: TOKEN, secretVersion: 0 })),
      'authentication.version must be a whole number from 1 to 2147483647, got 0',
    ]],
    passes: [subject(), subject({}, by(Method.WRITE_ONLY_SECRET, { secret: TOKEN, secretVersion: 1 }))],
    unresolved: [[subject({}, by(Method.WRITE_ONLY_SECRET, { secret: TOKEN })), PASSED]],
  },
  IDENTITY_PRIVATE_KEY_GIVEN: {
    fails: [[subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: PRIVATE_KEY }] })), 'authentication.keys[0].pem is a private key']],
    passes: [subject(), subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: PUBLIC_KEY }] }))],
    unresolved: [[subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: TOKEN }] })), PASSED]],
  },
  IDENTITY_CLIENT_KEYS: {
    fails: [
      [subject({}, by(Method.PRIVATE_KEY_JWT)), 'authentication has no key'],
      [
        subject({}, by(Method.PRIVATE_KEY_JWT, { jwksUri: 'https://a.example.com/keys', keys: [{ name: 'a', pem: PUBLIC_KEY }] })),
        'authentication has both a key set URL and keys',
      ],
      [
        subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: PUBLIC_KEY }, { name: 'a', pem: PUBLIC_KEY }] })),
        'authentication.keys has a name twice, got "a, a"',
      ],
      [
        subject({}, by(Method.CERTIFICATE, { keys: [{ name: 'a', pem: NO_KEY }] })),
        expect.stringContaining('authentication.keys[0].pem must be a certificate in PEM form') as unknown as string,
      ],
    ],
    passes: [
      subject(),
      subject({}, by(Method.PRIVATE_KEY_JWT, { jwksUri: 'https://a.example.com/keys' })),
      subject({}, by(Method.CERTIFICATE, { keys: [{ name: 'a', pem: CERTIFICATE }] })),
    ],
    unresolved: [
      [subject({}, by(Method.PRIVATE_KEY_JWT, { jwksUri: TOKEN })), atApply(`authentication.jwksUri: ${ENDPOINT.hcl('x')}`)],
      [subject({}, by(Method.CERTIFICATE, { keys: [{ name: 'a', pem: TOKEN }] })), atApplyWith('-----BEGIN CERTIFICATE-----')],
    ],
  },
  IDENTITY_CLIENT_KEY_UNREADABLE: {
    fails: [
      [subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: NO_KEY }] })), 'authentication.keys[0].pem holds no key that can be read'],
      [subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: TOKEN }] })), 'authentication.keys[0].pem is known only at apply'],
    ],
    passes: [subject(), subject({}, by(Method.PRIVATE_KEY_JWT, { keys: [{ name: 'a', pem: PUBLIC_KEY }] }))],
    unresolved: [[
      subject({ registration: registration({ keyForm: 'pem' }) }, by(Method.CERTIFICATE, { keys: [{ name: 'a', pem: TOKEN }] })), PASSED,
    ]],
  },
});
