import type * as Cdktf from 'cdktf';
import { Construct } from 'constructs';
import { IdOf } from './planned-resource';
import { idsBelow, RegisteredResources } from './registered-resources';
import { RegisteredApplication, Registration } from './registration';
import { requireProvider } from '../../cdk/required-providers';

/** What the applications that are created at one provider share; it stands below the provider's construct. */
export class SharedResources {
  private readonly sources: (() => RegisteredApplication)[] = [];
  private readonly resources: RegisteredResources;
  private readonly idOf: IdOf;

  constructor(readonly place: Construct, readonly registration: Registration) {
    this.idOf = idsBelow(place);
    const plan = () => registration.shared(this.applications(), this.idOf);
    this.resources = new RegisteredResources(place, plan, ({ resource }) => this.resource(resource));
  }

  /** The applications so far. */
  applications(): readonly RegisteredApplication[] {
    return this.sources.map((source) => source());
  }

  /** Makes an application one of those that share. */
  add(source: () => RegisteredApplication): void {
    this.sources.push(source);
  }

  /** Adds what applications need and is not there yet. */
  ensure(applications: readonly RegisteredApplication[]): void {
    requireProvider(this.place, this.registration.terraformProvider);
    this.resources.ensure(this.registration.shared(applications, this.idOf));
  }

  /** The resource with an id. */
  resource(id: string): Cdktf.TerraformResource {
    return this.resources.resource(id);
  }

  /** The id of what is made for a name. */
  id(kind: string, name: string): string {
    return this.idOf(kind, name);
  }
}
