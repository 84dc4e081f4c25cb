import * as fc from 'fast-check';
import { application, demand, idOf } from './support';
import { auth0Registration } from '../../../src/identity/auth0/registration';
import { entraRegistration } from '../../../src/identity/entra/registration';
import { keycloakRegistration } from '../../../src/identity/keycloak/registration';
import { oktaRegistration } from '../../../src/identity/okta/registration';
import { AttributeReference, ofProvider, PlannedResource, PlannedValue } from '../../../src/identity/registration/planned-resource';
import { RegisteredApplication, Registration } from '../../../src/identity/registration/registration';

const AUTH0 = { identifier: 'https://mq', name: 'm', signingAlgorithm: 'RS256', tokenDialect: 'access_token', tokenLifetimeSeconds: undefined };
const OKTA = { name: 'm', description: 'm', audience: 'm', issuerMode: undefined };

const REGISTRATIONS: readonly (readonly [string, Registration])[] = [
  ['Keycloak', keycloakRegistration({ realm: 'm', audiences: ['b'], existingScopes: ['b'] })],
  ['Okta', oktaRegistration({ id: ofProvider('Server', 'id'), created: OKTA, existingScopes: ['b'], defaultScopes: false })],
  ['Auth0', auth0Registration({ identifier: ofProvider('Api', 'identifier'), created: AUTH0, existingScopes: [] })],
  ['Auth0, existing', auth0Registration({ identifier: 'https://mq', existingScopes: ['b'] })],
  ['Entra', entraRegistration({ roleSeed: 'm', created: { name: 'm', identifierUri: undefined } })],
  ['Entra, existing', entraRegistration({ roleSeed: 'o', objectId: 'o', servicePrincipalObjectId: 'p', clientId: 'c' })],
];

const DEMANDS = fc.array(fc.tuple(fc.constantFrom('audience', 'scope', 'claim', 'subject' as const), fc.constantFrom('a', 'b', 'c', 'sub')), { maxLength: 8 })
  .map((pairs) => pairs.map(([kind, value]) => demand(kind as 'scope', value)));
const USERS = fc.constantFrom(undefined, { redirectUris: ['https://a.example.com'], publicClient: false });
const APPLICATIONS = fc.array(fc.record({ demands: DEMANDS, users: USERS }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map((part, index) => application({ ...part, path: `Stack/${index}`, name: `${index}` })));

const ids = (resources: readonly PlannedResource[]) => resources.map(({ id }) => id);

function references(value: PlannedValue | undefined): readonly AttributeReference[] {
  if (value instanceof AttributeReference) {
    return [value];
  }
  return typeof value === 'object' ? Object.values(value as object).flatMap((member: PlannedValue) => references(member)) : [];
}

describe.each(REGISTRATIONS)('the plan for %s', (_, registration) => {
  const own = (one: RegisteredApplication, all: readonly RegisteredApplication[]) => registration.own(one, idOf, all);

  test('has each id once, whatever is demanded', () => {
    fc.assert(fc.property(APPLICATIONS, (applications) => {
      const lists = [registration.shared(applications, idOf), ...applications.map((one) => own(one, applications))].map(ids);
      lists.forEach((list) => expect(new Set(list).size).toBe(list.length));
    }));
  });

  test('needs no resource that the demands did not need one by one, so that each can be added as it comes', () => {
    fc.assert(fc.property(APPLICATIONS, (applications) => {
      const pieces = applications.flatMap((one) => [[], ...one.demands.map((each) => [each])].map((demands) => ({ ...one, demands })));
      const added = new Set(pieces.flatMap((piece) => ids(registration.shared([piece], idOf))));
      expect(ids(registration.shared(applications, idOf)).filter((id) => !added.has(id))).toEqual([]);
      for (const one of applications) {
        const addedOwn = new Set(pieces.filter(({ path }) => path === one.path).flatMap((piece) => ids(own(piece, [piece]))));
        expect(ids(own(one, applications)).filter((id) => !addedOwn.has(id))).toEqual([]);
      }
    }));
  });

  test('refers only to resources that it has', () => {
    fc.assert(fc.property(APPLICATIONS, (applications) => {
      const shared = registration.shared(applications, idOf);
      for (const one of applications) {
        const planned = own(one, applications);
        const found = [...shared, ...planned].flatMap(({ attributes, after = [] }) => [...references(attributes), ...after]);
        const missing = found.filter(({ place, owner, resource }) =>
          !(place === 'provider' ? ids(shared) : owner === undefined ? ids(planned) : ids(own(applications.find(({ path }) => path === owner)!, applications)))
            .includes(resource));
        expect(missing).toEqual([]);
      }
    }));
  });

  test('is the same for the same demands in another order', () => {
    fc.assert(fc.property(APPLICATIONS, (applications) => {
      const turned = applications.map((one) => ({ ...one, demands: [...one.demands].reverse() }));
      expect(registration.shared(turned, idOf)).toEqual(registration.shared(applications, idOf));
      expect(turned.map((one) => own(one, turned))).toEqual(applications.map((one) => own(one, applications)));
    }));
  });
});
