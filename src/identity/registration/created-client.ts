import { Construct } from 'constructs';
import { AttributeReference, IdOf } from './planned-resource';
import { idsBelow, markOf, RegisteredResources } from './registered-resources';
import { RegisteredApplication, Registration } from './registration';
import { ApplicationClient, SharedResources } from './shared-resources';
import { IdentityDemand } from '../identity-demand';

/** Gives the application as data, with every demand so far or with certain ones. */
export type ApplicationOf = (demands?: readonly IdentityDemand[]) => RegisteredApplication;

/** The resources of one application that is created; they stand below its construct. */
export class CreatedClient implements ApplicationClient {
  readonly path: string;
  /** How the provider registers applications. */
  readonly registration: Registration;
  /** The client id; a marked text where the provider makes it up. */
  readonly clientId: string;
  /** `sub` of the application's own tokens, where it is or can be made known. */
  readonly subject: string | undefined;
  /** The sensitive secret to use, as a marked text; undefined where none can be read. */
  readonly secret: string | undefined;
  private readonly resources: RegisteredResources;
  private readonly idOf: IdOf;

  constructor(place: Construct, private readonly server: SharedResources, private readonly registered: ApplicationOf) {
    const { registration } = server;
    this.path = place.node.path;
    this.registration = registration;
    this.idOf = idsBelow(server.place);
    const plan = () => registration.own(registered(), this.idOf, server.applications());
    this.resources = new RegisteredResources(place, plan, (reference) => this.resourceOf(reference));
    server.add(this);
    this.ensure(registered());
    this.clientId = this.textOf(registration.clientId(registered()));
    this.subject = this.optionalTextOf(registration.subject(registered()));
    this.secret = this.optionalTextOf(registration.secret(registered(), this.idOf));
  }

  application(): RegisteredApplication {
    return this.registered();
  }

  resource(id: string): Construct {
    return this.resources.resource(id);
  }

  /** Adds what one more demand takes. */
  demand(demand: IdentityDemand): void {
    this.ensure(this.registered([demand]));
  }

  private ensure(application: RegisteredApplication): void {
    this.server.ensure([application]);
    this.resources.ensure(this.registration.own(application, this.idOf, [application]));
  }

  private resourceOf({ place, resource, owner }: AttributeReference): Construct {
    if (place === 'provider') {
      return this.server.resource(resource);
    }
    return owner === undefined ? this.resource(resource) : this.server.resourceOfApplication(owner, resource);
  }

  private optionalTextOf(value: string | AttributeReference | undefined): string | undefined {
    return value === undefined ? undefined : this.textOf(value);
  }

  private textOf(value: string | AttributeReference): string {
    return typeof value === 'string' ? value : markOf(this.resourceOf(value), value.attribute);
  }
}
