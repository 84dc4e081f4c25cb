import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { AttributeReference, IdOf } from './planned-resource';
import { idsBelow, markOf, RegisteredResources } from './registered-resources';
import { RegisteredApplication, Registration } from './registration';
import { SharedResources } from './shared-resources';
import { IdentityDemand } from '../identity-demand';

/** Gives the application as data, with every demand so far or with certain ones. */
export type ApplicationOf = (demands?: readonly IdentityDemand[]) => RegisteredApplication;

/** The resources of one application that is created; they stand below its construct. */
export class CreatedClient {
  /** The client id; a marked text where the provider makes it up. */
  readonly clientId: string;
  /** `sub` of the application's own tokens, where it is or can be made known. */
  readonly subject: string | undefined;
  /** The sensitive secret to use, as a marked text; undefined where none can be read. */
  readonly secret: string | undefined;
  /** How the provider registers applications. */
  readonly registration: Registration;
  private readonly resources: RegisteredResources;
  private readonly idOf: IdOf;

  constructor(place: Construct, private readonly server: SharedResources, private readonly application: ApplicationOf) {
    const { registration } = server;
    this.registration = registration;
    this.idOf = idsBelow(server.place);
    const plan = () => registration.own(application(), this.idOf);
    this.resources = new RegisteredResources(place, plan, (reference) => this.resourceOf(reference));
    server.add(() => application());
    this.ensure(application());
    this.clientId = this.textOf(registration.clientId(application()));
    const [subject, secret] = [registration.subject(application()), registration.secret(application())];
    this.subject = subject === undefined ? undefined : this.textOf(subject);
    this.secret = secret === undefined ? undefined : this.textOf(secret);
  }

  /** Adds what one more demand takes. */
  demand(demand: IdentityDemand): void {
    this.ensure(this.application([demand]));
  }

  private ensure(application: RegisteredApplication): void {
    this.server.ensure([application]);
    this.resources.ensure(this.registration.own(application, this.idOf));
  }

  private resourceOf({ place, resource }: AttributeReference): Cdktf.TerraformResource {
    return place === 'provider' ? this.server.resource(resource) : this.resources.resource(resource);
  }

  private textOf(value: string | AttributeReference): string {
    return typeof value === 'string' ? value : markOf(this.resourceOf(value), value.attribute);
  }
}
