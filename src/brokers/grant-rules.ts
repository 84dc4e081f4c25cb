import { Rule } from '../rules/rule';

/** An application with rights on a broker, and the identity providers on both sides, by construct path. */
export interface GrantedApplication {
  readonly application: string;
  readonly applicationProvider: string;
  readonly brokerProvider: string;
}

export const GRANT_OTHER_PROVIDER: Rule<readonly GrantedApplication[]> = {
  id: 'GRANT_OTHER_PROVIDER',
  level: 'error',
  summary: 'Applications with rights on a broker are registered at the identity provider whose tokens the broker accepts.',
  cause: 'The broker checks signature and issuer against its own provider, so every token of the application is refused.',
  remedy: 'register the application at the broker\'s identity provider, or give the broker the application\'s',
  source: 'RFC 9068 section 4; RFC 7519 section 4.1.1',
  check: (granted, report) => granted.forEach(({ application, applicationProvider, brokerProvider }) => {
    if (applicationProvider !== brokerProvider) {
      report.broken(`grants[${application}]`, { message: `must be registered at ${brokerProvider}`, got: applicationProvider });
    }
  }),
};
