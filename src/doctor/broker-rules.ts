import { DoctorRule } from './finding';

/*
 * What brokers make of the provider, and what the doctor itself meets when it asks for a token.
 */

export const TOKEN_REQUEST: DoctorRule = {
  id: 'DOCTOR_TOKEN_REQUEST',
  ref: 'B1',
  level: 'error',
  summary: 'The client gets an access token by its own credentials.',
  cause: 'Without a token no broker lets the client in.',
  remedy: 'look at the client, its secret, its grant types and its scopes; Auth0 wants --audience, Entra the scope <application id URI>/.default',
  source: 'RFC 6749 sections 4.4 and 5.2',
};

export const BROKER_KEYS: DoctorRule = {
  id: 'DOCTOR_BROKER_KEYS',
  ref: 'B2',
  level: 'error',
  summary: 'The key set has a key that the broker uses.',
  cause: 'The broker\'s own filter leaves no key, so it refuses every token.',
  remedy: 'have the provider sign with RS256 and a key with use, alg and kid, or take a release of the broker that does not ask for them',
  source: 'docs/preview.md: each broker\'s choice of keys',
};

export const BROKER_KEY: DoctorRule = {
  id: 'DOCTOR_BROKER_KEY',
  ref: 'B2',
  level: 'warning',
  summary: 'The broker uses every signing key of the set.',
  cause: 'Tokens that are signed with the others are refused, at the latest when the provider changes to such a key.',
  remedy: 'see that the provider signs the brokers\' tokens with another key, or gives the key what the broker asks for',
  source: 'docs/preview.md: each broker\'s choice of keys',
};

export const BROKER_TOKEN: DoctorRule = {
  id: 'DOCTOR_BROKER_TOKEN',
  ref: 'B3',
  level: 'error',
  summary: 'The broker lets a real token in.',
  cause: 'The client cannot log in.',
  remedy: 'broker-oauth preview with the same token explains every step of the broker',
  source: 'docs/preview.md',
};

export const BROKER_EXPECTED_TOKEN: DoctorRule = {
  id: 'DOCTOR_BROKER_EXPECTED_TOKEN',
  ref: 'B3',
  level: 'warning',
  summary: 'The broker lets a token in that is made from what the manifest says.',
  cause: 'A real token will probably be refused as well.',
  remedy: 'get a real token by --client-id, or give one by --token',
  source: 'docs/preview.md',
};

export const BROKER_UNREADABLE: DoctorRule = {
  id: 'DOCTOR_BROKER_UNREADABLE',
  ref: 'B3',
  level: 'warning',
  summary: 'The broker\'s settings are known.',
  cause: 'What is known only at apply cannot be judged.',
  remedy: 'preview with the file that the node has after the apply',
  source: 'docs/preview.md',
};

export const BROKER_RULES: readonly DoctorRule[] = [
  TOKEN_REQUEST, BROKER_KEYS, BROKER_KEY, BROKER_TOKEN, BROKER_EXPECTED_TOKEN, BROKER_UNREADABLE,
];
