import { Construct } from 'constructs';
import { IdOf } from './planned-resource';
import { idsBelow, RegisteredResources } from './registered-resources';
import { RegisteredApplication, Registration } from './registration';
import { judgeAgain, revisionOf } from '../../cdk/problems';
import { ownVersion, requireProvider } from '../../cdk/required-providers';

/** An application among those that share. */
export interface ApplicationClient {
  /** Path of its construct. */
  readonly path: string;
  application(): RegisteredApplication;
  resource(id: string): Construct;
}

/** What the applications that are created at one provider share; it stands below the provider's construct. */
export class SharedResources {
  private readonly clients: ApplicationClient[] = [];
  private readonly resources: RegisteredResources;
  private known: { readonly revision: number; readonly applications: readonly RegisteredApplication[] } | undefined;
  private readonly idOf: IdOf;

  private version: { readonly revision: number; readonly constraint: string | undefined } | undefined;

  constructor(readonly place: Construct, readonly registration: Registration) {
    this.idOf = idsBelow(place);
    const plan = () => registration.shared(this.applications(), this.idOf);
    this.resources = new RegisteredResources(place, plan, ({ resource }) => this.resource(resource));
  }

  /** The applications so far. */
  applications(): readonly RegisteredApplication[] {
    const revision = revisionOf(this.place);
    if (this.known?.revision !== revision) {
      this.known = { revision, applications: this.clients.map((client) => client.application()) };
    }
    return this.known.applications;
  }

  /** Makes an application one of those that share. */
  add(client: ApplicationClient): void {
    this.clients.push(client);
    judgeAgain(this.place);
  }

  /** A resource of one of the applications. */
  resourceOfApplication(path: string, id: string): Construct {
    return this.clients.find((client) => client.path === path)!.resource(id);
  }

  /** The version that the stack holds the Terraform provider to, where it has one of its own. */
  ownVersion(): string | undefined {
    const revision = revisionOf(this.place);
    if (this.version?.revision !== revision) {
      this.version = { revision, constraint: ownVersion(this.place, this.registration.terraformProvider.name) };
    }
    return this.version.constraint;
  }

  /** Adds what applications need and is not there yet. */
  ensure(applications: readonly RegisteredApplication[]): void {
    requireProvider(this.place, this.registration.terraformProvider);
    this.resources.ensure(this.registration.shared(applications, this.idOf));
  }

  /** The resource with an id. */
  resource(id: string): Construct {
    return this.resources.resource(id);
  }

  /** The id of what is made for a name. */
  id(kind: string, name: string): string {
    return this.idOf(kind, name);
  }
}
