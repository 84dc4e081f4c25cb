import { OktaPlace } from './endpoints';
import { ORIGIN_URL, PATH_SEGMENT } from '../oauth/issuer';
import { matches } from '../rules/condition';
import { Rule } from '../rules/rule';

const AUTH_SERVERS = 'developer.okta.com/docs/concepts/auth-servers';

export const OKTA_SERVER_NAMED_ONCE: Rule<OktaPlace> = {
  id: 'OKTA_SERVER_NAMED_ONCE',
  level: 'error',
  summary: 'The authorization server is named by its issuer, or by organisation and id, not by both.',
  cause: 'Without a name there is no issuer; with two, one of them would be ignored.',
  remedy: 'set `issuer` (the attribute of `okta_auth_server`), or `orgUrl` and `authorizationServerId`',
  source: AUTH_SERVERS,
  check: (props, report) => {
    const parts = [props.orgUrl, props.authorizationServerId].filter((part) => part !== undefined).length;
    if (props.issuer !== undefined && parts > 0) {
      report.broken('issuer', { message: 'is given beside `orgUrl` or `authorizationServerId`' });
    }
    if (props.issuer === undefined && parts < 2) {
      report.broken(props.orgUrl === undefined ? 'orgUrl' : 'authorizationServerId', { message: 'is missing' });
    }
  },
};

export const OKTA_ORG_URL: Rule<OktaPlace> = {
  id: 'OKTA_ORG_URL',
  level: 'error',
  summary: `The organisation's URL is ${ORIGIN_URL.expects}.`,
  cause: 'The issuer is built by appending `/oauth2/<id>`.',
  remedy: 'give the URL of the organisation, such as https://example.okta.com',
  source: AUTH_SERVERS,
  check: (props, report) => report.value('orgUrl', props.orgUrl, ORIGIN_URL),
};

export const OKTA_SERVER_ID: Rule<OktaPlace> = {
  id: 'OKTA_SERVER_ID',
  level: 'error',
  summary: `The authorization server's id is ${PATH_SEGMENT.expects}.`,
  cause: 'The id is part of the issuer; an empty one makes it that of no server.',
  remedy: 'give `default` or the id that begins with aus',
  source: AUTH_SERVERS,
  check: (props, report) => report.value('authorizationServerId', props.authorizationServerId, PATH_SEGMENT),
};

const CUSTOM_SERVER = matches('/oauth2/[^/]+$', 'the issuer of a custom authorization server, which ends in /oauth2/<id>');

export const OKTA_ORG_SERVER: Rule<OktaPlace> = {
  id: 'OKTA_ORG_SERVER',
  level: 'error',
  summary: 'The issuer is that of a custom authorization server.',
  cause: 'Tokens of the org authorization server are for Okta\'s own APIs; others must not validate them, and their form may change any day.',
  remedy: 'use the authorization server `default` or one of your own',
  source: `${AUTH_SERVERS}; developer.okta.com/docs/guides/validate-access-tokens`,
  check: (props, report) => report.value('issuer', props.issuer, CUSTOM_SERVER),
};

const OKTA_DOMAIN = matches(
  '^https?://[^/]+\\.(okta|oktapreview|okta-emea|okta-gov)\\.com(:[0-9]+)?$|^https?://[^/]+\\.okta\\.mil(:[0-9]+)?$',
  'below one of Okta\'s own domains',
);

export const OKTA_CUSTOM_DOMAIN: Rule<OktaPlace> = {
  id: 'OKTA_CUSTOM_DOMAIN',
  level: 'warning',
  summary: 'Under a custom domain the issuer is taken from the authorization server, not built.',
  cause: 'The issuer mode of the server decides whether `iss` carries the custom domain or Okta\'s own.',
  remedy: 'set `issuer` to the attribute `issuer` of `okta_auth_server`, or make sure of the server\'s issuer mode',
  source: 'registry.terraform.io/providers/okta/okta/latest/docs/resources/auth_server: issuer_mode',
  check: (props, report) => {
    if (props.issuer === undefined) {
      report.value('orgUrl', props.orgUrl, OKTA_DOMAIN);
    }
  },
};

export const OKTA_RULES: readonly Rule<OktaPlace>[] = [
  OKTA_SERVER_NAMED_ONCE,
  OKTA_ORG_URL,
  OKTA_SERVER_ID,
  OKTA_ORG_SERVER,
  OKTA_CUSTOM_DOMAIN,
];
