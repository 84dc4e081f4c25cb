import { demandedValues, IdentityDemand } from './identity-demand';
import { ProviderModel } from './provider-model';

/** An application with rights on a broker. */
export interface AudienceHolder {
  readonly created: boolean;
  readonly demands: readonly IdentityDemand[];
}

/**
 * The provider as a broker meets it whose applications are all created: whatever audience they ask for is added to their tokens.
 *
 * As long as one of them is only referred to, nobody knows what its tokens carry.
 */
export function withCreatedAudiences(provider: ProviderModel, applications: readonly AudienceHolder[]): ProviderModel {
  const { profile } = provider;
  const { issued = [], setBy } = profile.audience;
  if (setBy !== 'mapper' || applications.length === 0 || applications.some(({ created }) => !created)) {
    return provider;
  }
  const asked = demandedValues(applications.flatMap(({ demands }) => demands), 'audience');
  return { ...provider, profile: { ...profile, audience: { ...profile.audience, issued: [...new Set([...issued, ...asked])] } } };
}
