import { IdentityDemand } from '../../../src/identity/identity-demand';
import { keycloakRegistration } from '../../../src/identity/keycloak/registration';
import { ClientAuthenticationMethod } from '../../../src/identity/registration/client-authentication';
import { AttributeReference, IdOf, PlannedResource, PlannedValue } from '../../../src/identity/registration/planned-resource';
import { RegisteredApplication, Registration, RegistrationSubject } from '../../../src/identity/registration/registration';
import { provider } from '../support';

/** Ids without the digest that the real ones end in. */
export const idOf: IdOf = (...parts) => parts.join('-');

/** A demand of one broker. */
export function demand(kind: IdentityDemand['kind'], name: string): IdentityDemand {
  return { broker: 'Stack/Broker', kind, value: name, reason: 'it says so' };
}

/** A machine client with a secret that nothing is demanded for, but for what is given. */
export function application(part: Partial<RegisteredApplication> = {}): RegisteredApplication {
  return {
    path: 'Stack/Orders',
    name: 'orders',
    clientId: 'orders',
    subject: undefined,
    authentication: { method: ClientAuthenticationMethod.SECRET, details: {} },
    users: undefined,
    role: undefined,
    outputSecret: false,
    demands: [],
    ...part,
  };
}

/** How a realm without anything in it registers applications. */
export const KEYCLOAK = keycloakRegistration({ realm: 'messaging', audiences: [], existingScopes: [] });

/** An application that nothing is wrong with, but for what is given. */
export function subject(part: Partial<RegistrationSubject> = {}, own: Partial<RegisteredApplication> = {}): RegistrationSubject {
  const judged = application(own);
  return {
    provider: provider(), registration: KEYCLOAK, application: judged, neighbours: [judged], ownVersion: undefined, otherStack: false, ...part,
  };
}

/** A registration that differs from Keycloak's. */
export function registration(part: Partial<Registration>): Registration {
  return { ...KEYCLOAK, ...part };
}

/** Resources with references written as `${place:resource.attribute}`, which compare well. */
export function shown(resources: readonly PlannedResource[]): readonly unknown[] {
  return resources.map(({ id, type, attributes, after }) => ({
    id, type, ...(value(attributes) as object), ...(after === undefined ? {} : { after: after.map(reference) }),
  }));
}

function reference({ place, owner, resource, attribute }: AttributeReference): string {
  return `\${${owner ?? place}:${resource}.${attribute}}`;
}

function value(planned: PlannedValue): unknown {
  if (planned instanceof AttributeReference) {
    return reference(planned);
  }
  if (Array.isArray(planned)) {
    return planned.map((member: PlannedValue) => value(member));
  }
  if (typeof planned !== 'object') {
    return planned;
  }
  const members = Object.entries(planned as object).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, value(member)]));
}
