import { TokenProfile } from './token-profile';
import { isUnresolvedText } from '../text/unresolved';

/*
 * What the tokens of an application say of it. Texts are only joined, so that a client id may be known only at apply.
 */

/** `sub` of the application's own tokens; undefined where the provider makes it up. */
export function machineSubjectOf(profile: TokenProfile, clientId: string): string | undefined {
  switch (profile.machineSubject) {
    case 'client-id':
      return clientId;
    case 'client-id@clients':
      return `${clientId}@clients`;
    default:
      return undefined;
  }
}

/**
 * The value that a claim has in the application's own tokens; undefined when nobody knows it.
 *
 * @param subject `sub` as the user stated it, which wins over what is usual
 */
export function claimValueOf(profile: TokenProfile, clientId: string, subject: string | undefined, claim: string): string | undefined {
  if (claim === 'sub') {
    return subject ?? machineSubjectOf(profile, clientId);
  }
  if (claim === profile.clientIdClaim || profile.clientIdAliases?.includes(claim) === true) {
    return clientId;
  }
  return claim === profile.machineUsername?.claim ? usernameOf(profile.machineUsername.prefix, clientId) : undefined;
}

/** User names are kept in lower case, so only of a known client id in lower case is it sure what becomes of it. */
function usernameOf(prefix: string, clientId: string): string | undefined {
  return !isUnresolvedText(clientId) && clientId === clientId.toLowerCase() ? `${prefix}${clientId}` : undefined;
}
