import { provider } from './support';
import { withCreatedAudiences } from '../../src/identity/created-audiences';
import { keycloakProfile, oktaProfile } from '../../src/identity/profiles';

const demands = [{ broker: 'A', kind: 'audience', value: 'messaging', reason: 'r' }, { broker: 'A', kind: 'scope', value: 'x', reason: 'r' }] as const;
const created = { created: true, demands };
const referred = { created: false, demands };
const keycloak = provider({}, keycloakProfile({ audiences: ['old'] }));

test.each([
  ['those of applications that are created are issued', keycloak, [created, created], ['old', 'messaging']],
  ['those of an application that exists are not', keycloak, [created, referred], ['old']],
  ['without applications nothing is added', keycloak, [], ['old']],
  ['where the server decides nothing is added', provider({}, oktaProfile({ audience: 'old' })), [created], ['old']],
  ['where nobody said what is issued, the created ones are known', provider({}, keycloakProfile({})), [created], ['messaging']],
])('of the audiences %s', (_, model, applications, issued) => {
  expect(withCreatedAudiences(model, applications).profile.audience.issued).toEqual(issued);
});
