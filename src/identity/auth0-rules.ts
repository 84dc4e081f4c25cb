import { HOST } from '../oauth/issuer';
import { Rule } from '../rules/rule';

/** What the rules on an Auth0 tenant judge. */
export interface Auth0Subject {
  readonly domain: string;
}

export const AUTH0_DOMAIN: Rule<Auth0Subject> = {
  id: 'AUTH0_DOMAIN',
  level: 'error',
  summary: `The domain is ${HOST.expects}.`,
  cause: 'The issuer is built as `https://<domain>/`, with the slash that Auth0 writes into tokens.',
  remedy: 'give the tenant\'s domain or the custom domain that tokens are requested from, such as example.eu.auth0.com',
  source: 'auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery',
  check: (props, report) => report.value('domain', props.domain, HOST),
};

export const AUTH0_RULES: readonly Rule<Auth0Subject>[] = [AUTH0_DOMAIN];
