import { ActionVerdict } from '../../../preview/semantics';
import { EVERY, KafkaOperation, KafkaPatternType, KafkaPermissionType, USER_PREFIX } from '../acl';
import { GivenAcl } from './acl-entries';
import { KafkaAction } from './actions';
import { ACL_DENY, ACL_HOST_UNKNOWN, ACL_NONE, ACL_WILDCARD, ACLS_NOT_GIVEN } from './facts';

/*
 * Whether the ACLs allow an action: any entry that denies refuses it, else any that allows grants it.
 * Source: apache/kafka StandardAuthorizerData.java; Aiven-Open/auth-for-apache-kafka VerdictCache.java and AivenAcl.java
 */

/** Whether something matches; otherwise the rule that leaves it open. */
type Match = boolean | { readonly open: string };

/** How one authorizer compares names. */
export interface Authorizer {
  readonly superUsers: readonly string[];
  matchesPrincipal(acl: GivenAcl, principal: string): Match;
  matchesResource(acl: GivenAcl, action: KafkaAction): Match;
  /** The answer where no entry speaks for or against. */
  otherwise(acls: readonly GivenAcl[], action: KafkaAction): boolean;
}

const { ALL, ALTER, ALTER_CONFIGS, DELETE, DESCRIBE, DESCRIBE_CONFIGS, READ, WRITE } = KafkaOperation;

/** Operations that an ALLOW of another implies. */
const IMPLIED: { readonly [operation in KafkaOperation]?: readonly KafkaOperation[] } = {
  [DESCRIBE]: [READ, WRITE, DELETE, ALTER],
  [DESCRIBE_CONFIGS]: [ALTER_CONFIGS],
};

/** Aiven's: names of users with `*` in them match as patterns, principals of any other type do not work, and there are no super users. */
export const AIVEN_AUTHORIZER: Authorizer = {
  matchesPrincipal: ({ principal }, name) => principal === name || (principal.startsWith(USER_PREFIX) && matchesPattern(principal, name)),
  matchesResource: matchesAivenResource,
  otherwise: () => false,
  superUsers: [],
};

/** Kafka's own. */
export function standardAuthorizer(superUsers: readonly string[], allowEveryone: boolean): Authorizer {
  return {
    matchesPrincipal: ({ principal }, name) => principal === name || principal === USER_PREFIX + EVERY,
    matchesResource: matchesName,
    otherwise: (acls, action) => allowEveryone && !acls.some((acl) => matchesName(acl, action)),
    superUsers,
  };
}

/** `*` is documented for principals; `?` is so for Aiven's own entries only. */
function matchesPattern(pattern: string, name: string): Match {
  const expression = (question: string) => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, question)}$`);
  if (!/[*?]/.test(pattern)) {
    return false;
  }
  return expression('\\?').test(name) || (expression('[^]').test(name) ? { open: ACL_WILDCARD.rule } : false);
}

function matchesName({ resourceType, resourceName, patternType }: GivenAcl, action: KafkaAction): boolean {
  if (resourceType !== action.resourceType) {
    return false;
  }
  return patternType === KafkaPatternType.PREFIXED
    ? action.resourceName.startsWith(resourceName)
    : resourceName === EVERY || resourceName === action.resourceName;
}

/**
 * The published code takes a literal name that begins with `*` for every resource, and the documentation writes a prefix as `logs-*`;
 * what the service makes of either is not documented.
 */
function matchesAivenResource(acl: GivenAcl, action: KafkaAction): Match {
  if (matchesName(acl, action) || acl.resourceType !== action.resourceType) {
    return acl.resourceType === action.resourceType;
  }
  const open = acl.patternType === KafkaPatternType.PREFIXED
    ? acl.resourceName.endsWith(EVERY) && action.resourceName.startsWith(acl.resourceName.slice(0, -1))
    : acl.resourceName.startsWith(EVERY);
  return open ? { open: ACL_WILDCARD.rule } : false;
}

/** The entries that match the principal beyond doubt, in the order given. */
export function entriesOf(authorizer: Authorizer, acls: readonly GivenAcl[], principal: string): readonly GivenAcl[] {
  return acls.filter((acl) => authorizer.matchesPrincipal(acl, principal) === true);
}

/** Judges one action of a principal. */
export function judgeAction(authorizer: Authorizer, acls: readonly GivenAcl[] | undefined, principal: string, action: KafkaAction): ActionVerdict {
  if (authorizer.superUsers.includes(principal)) {
    return ALLOWED;
  }
  if (acls === undefined) {
    return { allowed: 'unknown', reason: ACLS_NOT_GIVEN.rule };
  }
  const matches = (permission: KafkaPermissionType) => acls.filter((acl) => acl.permissionType === permission)
    .map((acl) => matchOf(authorizer, acl, principal, action));
  const [denies, allows] = [matches(KafkaPermissionType.DENY), matches(KafkaPermissionType.ALLOW)];
  if (denies.includes(true)) {
    return { allowed: false, reason: ACL_DENY.rule };
  }
  const granted = allows.includes(true) || authorizer.otherwise(acls, action);
  const openDeny = denies.find(isOpen);
  const openAllow = allows.find(isOpen);
  if (granted) {
    return openDeny === undefined ? ALLOWED : { allowed: 'unknown', reason: openDeny.open };
  }
  return openAllow === undefined ? { allowed: false, reason: ACL_NONE.rule } : { allowed: 'unknown', reason: openAllow.open };
}

const ALLOWED: ActionVerdict = { allowed: true, reason: null };

function isOpen(match: Match): match is { readonly open: string } {
  return typeof match !== 'boolean';
}

function matchOf(authorizer: Authorizer, acl: GivenAcl, principal: string, action: KafkaAction): Match {
  if (!matchesOperation(acl, action.operation)) {
    return false;
  }
  const parts = [authorizer.matchesPrincipal(acl, principal), authorizer.matchesResource(acl, action), matchesHost(acl, action.host)];
  return !parts.includes(false) && (parts.find(isOpen) ?? true);
}

function matchesOperation({ operation, permissionType }: GivenAcl, asked: KafkaOperation): boolean {
  return operation === ALL || operation === asked || (permissionType === KafkaPermissionType.ALLOW && (IMPLIED[asked]?.includes(operation) ?? false));
}

function matchesHost({ host }: GivenAcl, asked: string | undefined): Match {
  return host === EVERY || (asked === undefined ? { open: ACL_HOST_UNKNOWN.rule } : host === asked);
}
