import { matches } from '../../../rules/condition';
import { isUnresolvedText } from '../../../text/unresolved';
import {
  authenticationManagersOf, authorizationManagersOf, copiedClaimsOf, PlacedManager, PlacedPipeline, pipelinesOf, writes,
} from '../model';
import { HiveMqFileAuthorizationManager, HiveMqListenerPipeline } from '../settings';
import { CUSTOMIZATION_SDK, MANUAL, OKTA_ARTICLE } from './sources';
import { HiveMqRule, HiveMqSubject } from './subject';

/*
 * Rules on what pipelines do.
 */

export const HIVEMQ_ALLOW_ALL_AUTHORIZATION: HiveMqRule = {
  id: 'HIVEMQ_ALLOW_ALL_AUTHORIZATION',
  level: 'warning',
  summary: 'Clients get the rights they need, not all of them.',
  cause: 'The manager grants `#` with every QoS, publish and subscribe, retained and shared.',
  remedy: 'use a file, SQL or LDAP authorization manager, or acknowledge',
  source: OKTA_ARTICLE,
  check: (subject, report) => ofKind(subject, authorizationManagersOf, 'allowAllAuthorizationManager')
    .forEach(({ path }) => report.broken(path, { message: 'grants everything to everybody' })),
};

export const HIVEMQ_ALLOW_ALL_AUTHENTICATION: HiveMqRule = {
  id: 'HIVEMQ_ALLOW_ALL_AUTHENTICATION',
  level: 'warning',
  summary: 'Clients prove who they are.',
  cause: 'The manager lets everybody in, with any token and without one.',
  remedy: 'use a JWT authentication manager, or acknowledge',
  source: MANUAL,
  check: (subject, report) => ofKind(subject, authenticationManagersOf, 'allowAllAuthenticationManager')
    .forEach(({ path }) => report.broken(path, { message: 'lets everybody in' })),
};

function ofKind(subject: HiveMqSubject, managers: (pipeline: PlacedPipeline) => readonly PlacedManager[], kind: string): readonly PlacedManager[] {
  return pipelinesOf(subject.settings.config).flatMap(managers).filter((manager) => manager.kind === kind);
}

const KEYED = ['fileAuthorizationManager', 'sqlAuthorizationManager', 'ldapAuthorizationManager'];

/** What a manager does with the two keys; the defaults are the schema's. */
function keysOf(manager: PlacedManager): { readonly key: boolean; readonly roleKey: boolean } {
  const { useAuthorizationKey: key, useAuthorizationRoleKey: roleKey } = manager.of as Partial<HiveMqFileAuthorizationManager>;
  return { key: key ?? manager.kind !== 'sqlAuthorizationManager', roleKey: roleKey ?? true };
}

export const HIVEMQ_AUTHORIZATION_KEYS_UNUSED: HiveMqRule = {
  id: 'HIVEMQ_AUTHORIZATION_KEYS_UNUSED',
  level: 'error',
  summary: 'An authorization manager looks for a user, for roles, or both.',
  cause: 'With both switched off nothing leads to permissions, and nobody may do anything.',
  remedy: 'set `useAuthorizationKey` or `useAuthorizationRoleKey`',
  source: MANUAL,
  check: (subject, report) => KEYED.flatMap((kind) => ofKind(subject, authorizationManagersOf, kind)).forEach((manager) => {
    const { key, roleKey } = keysOf(manager);
    if (!key && !roleKey) {
      report.broken(manager.path, { message: 'uses neither the authorization key nor the role key' });
    }
  }),
};

export const HIVEMQ_AUTHORIZATION_KEY_UNSET: HiveMqRule = {
  id: 'HIVEMQ_AUTHORIZATION_KEY_UNSET',
  level: 'warning',
  summary: 'After authentication by token, the keys that authorization uses are set explicitly.',
  cause: 'What a JWT manager writes to authorization-key and authorization-role-key by itself is not documented.',
  remedy: 'copy a claim to the variable in `authorizationPreprocessors`, switch the key off in the manager, or acknowledge',
  source: MANUAL,
  check: (subject, report) => {
    for (const pipeline of pipelinesOf(subject.settings.config)) {
      const byToken = authenticationManagersOf(pipeline).some((manager) => manager.kind === 'jwtAuthenticationManager');
      const managers = byToken ? authorizationManagersOf(pipeline).filter((manager) => KEYED.includes(manager.kind)) : [];
      for (const manager of managers) {
        const { key, roleKey } = keysOf(manager);
        const used = [...(key ? ['authorization-key'] : []), ...(roleKey ? ['authorization-role-key'] : [])];
        used.filter((variable) => !isSet(pipeline, variable)).forEach((variable) => {
          report.broken(manager.path, { message: `uses ${variable}, which no step before it sets` });
        });
      }
    }
  },
};

function isSet(pipeline: PlacedPipeline, variable: string): boolean {
  const { authenticationPreprocessors: before = [], authorizationPreprocessors: between = [] } = pipeline.of;
  return [...before, ...between].some((step) => writes(step, variable));
}

function copiedRoles(subject: HiveMqSubject) {
  return pipelinesOf(subject.settings.config).flatMap(copiedClaimsOf).filter((copied) => copied.variable === 'authorization-role-key');
}

export const HIVEMQ_ROLE_CLAIM_BRACES: HiveMqRule = {
  id: 'HIVEMQ_ROLE_CLAIM_BRACES',
  level: 'error',
  summary: 'Roles are copied to authorization-role-key between `{{` and `}}`.',
  cause: 'The variable holds roles as `{{role}}{{role}}`; anything else names no role, and the defaults of the preprocessor are not documented.',
  remedy: 'set `prefix` to "{{" and `postfix` to "}}"',
  source: CUSTOMIZATION_SDK,
  check: (subject, report) => copiedRoles(subject).forEach(({ path, prefix, postfix }) => {
    judgeBrace(`${path}.prefix`, prefix, '{{', report);
    judgeBrace(`${path}.postfix`, postfix, '}}', report);
  }),
};

function judgeBrace(path: string, given: string | undefined, brace: string, report: Parameters<HiveMqRule['check']>[1]): void {
  if (given === undefined) {
    report.broken(path, { message: `must be "${brace}"` });
  } else {
    report.value(path, given, matches(`^${brace.replace(/[{}]/g, '\\$&')}$`, `"${brace}"`));
  }
}

export const HIVEMQ_ROLE_CLAIM_UNPROVEN: HiveMqRule = {
  id: 'HIVEMQ_ROLE_CLAIM_UNPROVEN',
  level: 'warning',
  summary: 'Rights do not hang on a role claim that nobody has tried.',
  cause: 'How the preprocessor writes an array, and whether it splits a text at blanks, is not documented.',
  remedy: 'find users by a string claim instead, or try it with a real token and acknowledge',
  source: MANUAL,
  check: (subject, report) => copiedRoles(subject).forEach(({ path, claim }) => {
    report.broken(`${path}.jwtExtractions`, { message: 'copies a claim to authorization-role-key', got: claim });
  }),
};

const LISTENING: { readonly [kind: string]: boolean | undefined } = { listenerPipeline: true, restApiPipeline: true };

export const HIVEMQ_LISTENER_AMBIGUOUS: HiveMqRule = {
  id: 'HIVEMQ_LISTENER_AMBIGUOUS',
  level: 'warning',
  summary: 'Every listener has one pipeline of a kind.',
  cause: 'Which of two pipelines of one listener counts, and whether a named one goes before `ALL`, is not documented.',
  remedy: 'keep one pipeline for a listener, or try it and acknowledge',
  source: MANUAL,
  check: (subject, report) => {
    const pipelines = pipelinesOf(subject.settings.config);
    pipelines.forEach((pipeline, index) => {
      const listener = listenerOf(pipeline);
      const earlier = pipelines.slice(0, index).filter((other) => other.kind === pipeline.kind);
      const at = LISTENING[pipeline.kind] ? `${pipeline.path}.listener` : pipeline.path;
      const rivals = earlier.filter((other) => [listenerOf(other), listener].includes('ALL') || listenerOf(other) === listener);
      if (rivals.length > 0) {
        report.broken(at, { message: `meets another pipeline for the same clients, ${rivals[0].path}`, got: listener });
      } else if (earlier.some((other) => [listenerOf(other), listener].some((name) => isUnresolvedText(name ?? '')))) {
        report.deferred(at);
      }
    });
  },
};

function listenerOf(pipeline: PlacedPipeline): string | undefined {
  return LISTENING[pipeline.kind] ? (pipeline.of as HiveMqListenerPipeline).listener : 'ALL';
}

/** Rules on pipelines. */
export const PIPELINE_RULES: readonly HiveMqRule[] = [
  HIVEMQ_ALLOW_ALL_AUTHORIZATION, HIVEMQ_ALLOW_ALL_AUTHENTICATION, HIVEMQ_AUTHORIZATION_KEYS_UNUSED, HIVEMQ_AUTHORIZATION_KEY_UNSET,
  HIVEMQ_ROLE_CLAIM_BRACES, HIVEMQ_ROLE_CLAIM_UNPROVEN, HIVEMQ_LISTENER_AMBIGUOUS,
];
