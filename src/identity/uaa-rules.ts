import { BASE_URL } from '../oauth/issuer';
import { Condition } from '../rules/condition';
import { Rule } from '../rules/rule';

/** What the rules on a UAA judge. */
export interface UaaSubject {
  readonly url: string;
}

const UAA_API = 'docs.cloudfoundry.org/api/uaa; cloudfoundry/uaa UaaTokenUtils.constructTokenEndpointUrl';

export const UAA_URL: Rule<UaaSubject> = {
  id: 'UAA_URL',
  level: 'error',
  summary: `The URL of a UAA is ${BASE_URL.expects}.`,
  cause: 'Issuer and endpoints are built by appending their paths.',
  remedy: 'give the address of the server, or of the identity zone: its subdomain is part of the host',
  source: UAA_API,
  check: (props, report) => report.value('url', props.url, BASE_URL),
};

const TOKEN_PATH = '/oauth/token';

const NOT_THE_ISSUER: Condition = {
  expects: `a URL that does not end in ${TOKEN_PATH}`,
  test: (value) => !String(value).endsWith(TOKEN_PATH),
  hcl: (reference) => `!endswith(${reference}, "${TOKEN_PATH}")`,
};

export const UAA_URL_IS_ISSUER: Rule<UaaSubject> = {
  id: 'UAA_URL_IS_ISSUER',
  level: 'error',
  summary: 'The URL of a UAA is its address, not its issuer.',
  cause: 'The issuer is the token endpoint; the path would stand there twice.',
  remedy: `cut the URL before ${TOKEN_PATH}`,
  source: UAA_API,
  check: (props, report) => report.value('url', props.url, NOT_THE_ISSUER),
};

export const UAA_RULES: readonly Rule<UaaSubject>[] = [UAA_URL, UAA_URL_IS_ISSUER];
