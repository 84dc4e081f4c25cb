import { Reader } from './reader';

/** What the plugin compares. Settings that not every release knows are marked. */
export interface ClaimPlan {
  readonly issuer: string | undefined;
  /** Since a release after Pro 3.0, like all below `later`. */
  readonly later: {
    readonly issuers: readonly string[] | undefined;
    readonly audience: string | undefined;
    readonly audiences: readonly string[] | undefined;
    readonly issuerVariables: readonly string[] | undefined;
    readonly audienceVariables: readonly string[] | undefined;
    readonly usernameClaim: string | undefined;
    readonly clientIdClaim: string | undefined;
  };
  /** The settings of `later` that are set. */
  readonly laterNames: readonly string[];
  readonly validateExpiration: boolean;
  readonly usernameIsSubject: boolean;
  readonly clientIdIsSubject: boolean;
  readonly kickExpired: boolean;
  readonly kickWithWill: boolean;
}

const LATER_NAMES = [
  'issuers', 'audience', 'audiences', 'validateIssuerAgainstEnvs', 'validateAudienceAgainstEnvs', 'matchUsernameToClaim', 'matchClientIdToClaim',
];

/** Reads `options.common`. */
export function readClaimPlan(common: Reader | undefined): ClaimPlan {
  const claimName = (key: string) => common?.text(key, true) || undefined;
  return {
    issuer: common?.text('issuer'),
    later: {
      issuers: common?.texts('issuers', true),
      audience: common?.text('audience', true),
      audiences: common?.texts('audiences', true),
      issuerVariables: common?.texts('validateIssuerAgainstEnvs', true),
      audienceVariables: common?.texts('validateAudienceAgainstEnvs', true),
      usernameClaim: claimName('matchUsernameToClaim'),
      clientIdClaim: claimName('matchClientIdToClaim'),
    },
    laterNames: LATER_NAMES.filter((name) => common?.any(name) !== undefined),
    validateExpiration: common?.boolean('validateExpiration') !== false,
    usernameIsSubject: common?.boolean('matchUsernameToSubject') === true,
    clientIdIsSubject: common?.boolean('matchClientIdToSubject') === true,
    kickExpired: common?.boolean('kickExpiredClients') !== false,
    kickWithWill: common?.boolean('kickExpiredClientsWithWill') !== false,
  };
}
