import { RestartLogin, RestartProbe, RestartToken } from '../../src';
import { Checked, RESTART_CHECK_OPTIONS } from '../../src/restart/check-rules';
import { evaluate } from '../../src/rules/rule';

const TOKEN = '${TfToken[TOKEN.1]}';
const LOGIN = RestartLogin.amqp({ host: 'a', port: 5672 });
const probe = (given: RestartProbe): Checked => ({ nodes: [{ probes: [given._spec()] }] });
const login = (given: RestartLogin): Checked => ({ nodes: [{ probes: [], logins: [LOGIN._spec(), given._spec()] }] });
const token = (given: RestartToken): Checked => ({ nodes: [], tokens: { acceptedToken: given._spec(), refusedToken: undefined } });
const credentials = (tokenEndpoint: string) => RestartToken.clientCredentials({ tokenEndpoint, clientId: 'a', clientSecretVariable: 'SECRET' });

test.each<[string, Checked, string]>([
  ['a log file without the text of a start', probe(RestartProbe.logLine({ file: 'a.log', holds: 'b' })), 'nodes[0].probes[0]: must say by startedBy'],
  ['a fingerprint that is none', probe(RestartProbe.tls('a', 1, { issuerFingerprint: 'ab' })), 'nodes[0].probes[0].issuerFingerprint: must be a SHA-256'],
  ['the token of a probe', probe(RestartProbe.login({ login: LOGIN, token: credentials('http://sso.example.com/') })), 'nodes[0].probes[0].token.tokenEndpoint: must begin'],
  ['two user names', login(RestartLogin.mqtt({ host: 'a', port: 1, username: 'u', usernameClaim: 'sub' })), 'nodes[0].logins[1]: has either username or usernameClaim'],
  ['a port that is none', login(RestartLogin.mqtt({ host: 'a', port: 70000 })), 'nodes[0].logins[1].port: '],
  ['a token endpoint over plain http', token(credentials('http://sso.example.com/token')), 'acceptedToken.tokenEndpoint: must begin with https://'],
])('%s is an error', (_what, subject, message) => {
  const { findings } = evaluate([RESTART_CHECK_OPTIONS], subject);
  expect(findings.map(({ rule, level }) => [rule, level])).toEqual([['RESTART_CHECK_OPTIONS', 'error']]);
  expect(`${findings[0].path}: ${findings[0].message}`).toContain(message);
});

test.each<[string, Checked]>([
  ['probes', probe(RestartProbe.logLine({ file: 'a.log', startedBy: 'b', lacks: 'c' }))],
  ['logins', login(RestartLogin.mqtt({ host: 'a', port: 1 }))],
  ['tokens', token(credentials('https://sso.example.com/token'))],
])('%s that the engine understands are none', (_what, subject) => {
  expect(evaluate([RESTART_CHECK_OPTIONS], subject)).toMatchObject({ findings: [], deferred: [] });
});

test.each<[string, Checked, string]>([
  ['a probe', probe(RestartProbe.tls(TOKEN, 1, { issuerFingerprint: 'ab' })), 'nodes[0].probes[0]'],
  ['a login', login(RestartLogin.mqtt({ host: TOKEN, port: 70000 })), 'nodes[0].logins[1]'],
  ['a token', token(credentials(TOKEN)), 'acceptedToken'],
])('%s that Terraform completes is left to the engine', (_what, subject, path) => {
  expect(evaluate([RESTART_CHECK_OPTIONS], subject)).toMatchObject({ findings: [], deferred: [{ rule: 'RESTART_CHECK_OPTIONS', path }] });
});
