import { IdentityProviderKind } from './provider-kind';
import { TokenProfile } from './token-profile';

/** Where an identity provider answers. Any text may be known only at apply. */
export interface ProviderEndpoints {
  /** The value of `iss`, to the character. */
  readonly issuer: string;
  readonly jwksUri: string;
  readonly tokenEndpoint?: string;
  /** Left out where the provider has none. */
  readonly introspectionEndpoint?: string;
  /** OpenID Connect discovery document; left out where it is not known. */
  readonly discoveryUrl?: string;
  /** Texts that are easily taken for the issuer. */
  readonly lookalikes: readonly IssuerLookalike[];
}

/** A text that is easily taken for the issuer. */
export interface IssuerLookalike {
  readonly issuer: string;
  /** What it is, as the end of a sentence: "the issuer of version 1 tokens". */
  readonly means: string;
}

/** All that rules, brokers and checklists need to know about an identity provider. */
export interface ProviderModel extends ProviderEndpoints {
  readonly kind: IdentityProviderKind;
  readonly profile: TokenProfile;
}
