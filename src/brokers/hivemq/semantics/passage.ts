import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { HiveMqListenerPipeline } from '../settings';
import { Attempt, authenticate, Login } from './authentication';
import { authorize, Grants } from './authorization';
import { AUTHENTICATION, AUTHORIZATION } from './facts';
import { NodeConfig, NodeFileRealm } from './node-settings';
import { runPreprocessors } from './preprocessors';
import { Variables } from './variables';

/*
 * A client's way through one pipeline: steps, authentication, steps, authorization.
 */

/** What a pipeline makes of a client. */
export interface Passage {
  readonly expiresAt: number | null;
  readonly disconnectsAt: number | 'unknown' | null;
  /** Undefined where the client is refused before. */
  readonly grants: Grants | undefined;
}

/** Leads a client through a pipeline. */
export function passThrough(pipeline: HiveMqListenerPipeline, input: PreviewCase, files: Files, checks: CheckList): Passage {
  const variables = Variables.of(input);
  const login: Login = { input, ...files, variables };
  runPreprocessors(pipeline.authenticationPreprocessors, variables);
  const { expiresAt, disconnectsAt } = input.authenticatedAs === undefined
    ? authenticate(pipeline.authenticationManager, login, checks)
    : takeForGranted(checks);
  if (checks.failed) {
    return { expiresAt, disconnectsAt, grants: undefined };
  }
  variables.authenticated();
  runPreprocessors(pipeline.authorizationPreprocessors, variables);
  const grants = authorize(pipeline.authorizationManager, login);
  judgeGrants(grants, checks);
  return { expiresAt, disconnectsAt, grants };
}

/** The files of a node. */
export interface Files {
  readonly config: NodeConfig;
  readonly fileRealm: NodeFileRealm | undefined;
}

function takeForGranted(checks: CheckList): Attempt {
  checks.skip(AUTHENTICATION, 'the case says that the client is let in');
  return { expiresAt: null, disconnectsAt: null, refusal: 'either' };
}

/** What becomes of a client whose keys lead nowhere is not documented: it may be refused, or let in without permissions. */
function judgeGrants({ found, detail, isLeftOut }: Grants, checks: CheckList): void {
  if (found === true) {
    checks.pass(AUTHORIZATION, detail);
  } else if (isLeftOut === true) {
    checks.skip(AUTHORIZATION, detail);
  } else {
    checks.unknown(AUTHORIZATION, `${detail}; whether a client without user and roles is let in is not documented, so try it and look at the access log`);
  }
}
