import { Authentication, ClientAuthenticationMethod } from './client-authentication';
import { AttributeReference, IdOf, PlannedResource } from './planned-resource';
import { Rule } from '../../rules/rule';
import { demandedValues, IdentityDemand } from '../identity-demand';
import { ProviderModel } from '../provider-model';

/** An application that is created, as data. */
export interface RegisteredApplication {
  /** Path of the construct. */
  readonly path: string;
  /** Name for people. */
  readonly name: string;
  /** The client id that was asked for. */
  readonly clientId: string | undefined;
  /** `sub` that was asked for. */
  readonly subject: string | undefined;
  readonly authentication: Authentication;
  readonly users: UserFlows | undefined;
  readonly role: ApplicationRole | undefined;
  /** Whether the secret becomes an output. */
  readonly outputSecret: boolean;
  readonly demands: readonly IdentityDemand[];
}

/** How users log in through a client. */
export interface UserFlows {
  readonly redirectUris: readonly string[];
  readonly publicClient: boolean;
}

/** A role that tokens carry in a claim of its own. */
export interface ApplicationRole {
  readonly claim: string;
  readonly name: string;
}

/** Where a Terraform provider comes from. */
export interface TerraformProviderSource {
  readonly name: string;
  readonly source: string;
  readonly version: string;
}

/** What the rules on a created application judge. */
export interface RegistrationSubject {
  readonly provider: ProviderModel;
  /** Left out where the provider creates nothing. */
  readonly registration: Registration | undefined;
  readonly application: RegisteredApplication;
  /** Audiences, scopes and client ids of every application that is created at the provider, this one included. */
  readonly neighbours: readonly RegisteredApplication[];
  /** The version that the stack holds the Terraform provider to, where it has one of its own. */
  readonly ownVersion: string | undefined;
  /** Whether the provider construct stands in another stack. */
  readonly otherStack: boolean;
}

/**
 * How applications are registered at one provider.
 *
 * Everything is data, so that nothing outside asks which kind of provider it is.
 */
export interface Registration {
  readonly terraformProvider: TerraformProviderSource;
  /** How clients may prove who they are. */
  readonly authentications: readonly ClientAuthenticationMethod[];
  /** Whether a client may have several secrets at once. */
  readonly severalSecrets: boolean;
  /** In what form the provider takes public keys: members of a key set are computed at synthesis, texts are handed on. */
  readonly keyForm: 'jwk' | 'pem';
  /** Who gives clients their ids. */
  readonly clientIds: 'chosen' | 'may-be-chosen' | 'assigned';
  /** Whether `sub` of the application's own tokens can be chosen. */
  readonly subjects: 'chosen' | 'fixed';
  /** Whether users may log in through a created application. */
  readonly userFlows: boolean;
  /** Claims that tokens of an application can be made to carry with the client id as value; `any` where every name will do. */
  readonly ownClaims: 'any' | readonly string[];
  /** Who can put a role into a claim, and what to add where nobody can. */
  readonly roles: RoleSupport;
  /** What a person must do for a claim that is not among `ownClaims`, as the end of a sentence. */
  readonly claimRemedy: string;
  /** What token requests must say, one sentence each; `{client}`, `{audience}` and `{scopes}` are filled in. */
  readonly tokenRequest: readonly string[];
  /** Rules of this provider alone. */
  readonly rules: readonly Rule<RegistrationSubject>[];

  /** The client id: what was asked for, or the attribute that has it. */
  clientId(application: RegisteredApplication): string | AttributeReference;
  /** `sub` of the application's own tokens; undefined where it follows from the client id, or where there are no such tokens. */
  subject(application: RegisteredApplication): string | AttributeReference | undefined;
  /** The sensitive attribute that has the secret to use; undefined where none can be read. */
  secret(application: RegisteredApplication, idOf: IdOf): AttributeReference | undefined;
  /** What the applications share: audiences and scopes. */
  shared(applications: readonly RegisteredApplication[], idOf: IdOf): readonly PlannedResource[];
  /** What belongs to one application; `neighbours` are all that are created at the provider, this one included, in the order of their making. */
  own(application: RegisteredApplication, idOf: IdOf, neighbours: readonly RegisteredApplication[]): readonly PlannedResource[];
}

/** Whether a role can be put into a claim. */
export interface RoleSupport {
  /** The claims that can carry one; `any` where every name will do. */
  readonly claims: 'any' | readonly string[];
  /** What a person must do for another claim, as the end of a sentence. */
  readonly remedy: string;
}

/** Claims that hold the client id in every token of an application, so that nothing needs to be created for them. */
export function naturalClaims({ profile }: ProviderModel): readonly string[] {
  const { clientIdClaim, clientIdAliases = [], machineUsername } = profile;
  return ['sub', clientIdClaim, machineUsername?.claim, ...clientIdAliases].filter((claim): claim is string => claim !== undefined);
}

/** The values that applications ask for, without repetition, in order. */
export function demandedByAll(applications: readonly RegisteredApplication[], kind: IdentityDemand['kind']): readonly string[] {
  return demandedValues(applications.flatMap(({ demands }) => demands), kind);
}

/** Whether rights hang on `sub`. */
export function hangsOnSubject(demands: readonly IdentityDemand[]): boolean {
  return demands.some(({ kind, value }) => kind === 'subject' || (kind === 'claim' && value === 'sub'));
}

/** Whether `sub` of the application must be known: rights hang on it, or somebody stated it. */
export function needsSubject({ subject, demands }: RegisteredApplication): boolean {
  return subject !== undefined || hangsOnSubject(demands);
}
