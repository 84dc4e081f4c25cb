import { PreviewCase } from '../../../preview/case';
import { CheckList } from '../../../preview/check';
import { membersOf } from '../model';
import { HiveMqAuthenticationManager, HiveMqChainAuthenticationManager, HiveMqMqttUser, HiveMqRealmAuthenticationManager } from '../settings';
import { ChainedAttempt, judgeChain } from './authentication-chain';
import { AUTHENTICATION } from './facts';
import { judgeToken } from './jwt-manager';
import { Holder, NodeConfig, NodeFileRealm } from './node-settings';
import { Unknown, Variables } from './variables';

/*
 * Authentication managers: who decides whether the client is who it says.
 */

/** One login. */
export interface Login {
  readonly input: PreviewCase;
  readonly config: NodeConfig;
  /** Undefined where the case has no file realm. */
  readonly fileRealm: NodeFileRealm | undefined;
  readonly variables: Variables;
}

/** What a manager makes of a client, besides its checks. */
export interface Attempt {
  readonly expiresAt: number | null;
  readonly disconnectsAt: number | 'unknown' | null;
  /** Why a refusal, if it is one: a token that is refused may count as either. */
  readonly refusal: 'unknown-key' | 'wrong-secret' | 'either';
}

/** Judges a login by a manager. */
export function authenticate(manager: HiveMqAuthenticationManager, login: Login, checks: CheckList): Attempt {
  const [[kind, of]] = membersOf(manager);
  switch (kind) {
    case 'jwtAuthenticationManager':
      return judgeToken(manager.jwtAuthenticationManager!, login, checks);
    case 'chainAuthenticationManager': {
      const { strategy, chain } = of as HiveMqChainAuthenticationManager;
      return judgeChain(strategy, chain.map((one) => ask(one, login)), checks);
    }
    case 'allowAllAuthenticationManager':
      checks.pass(AUTHENTICATION, 'allow-all-authentication-manager lets everybody in, with any token and without one');
      return withoutToken();
    case 'fileAuthenticationManager':
      return judgePassword(of as HiveMqRealmAuthenticationManager, login, checks);
    default:
      checks.unknown(AUTHENTICATION, 'users and passwords are in a database or a directory, which is not in the case');
      return withoutToken();
  }
}

/** Asks a manager of a chain, whose word may not count. */
function ask(manager: HiveMqAuthenticationManager, login: Login): ChainedAttempt {
  const checks = new CheckList();
  return { checks, ...authenticate(manager, login, checks) };
}

function withoutToken(refusal: Attempt['refusal'] = 'wrong-secret'): Attempt {
  return { expiresAt: null, disconnectsAt: null, refusal };
}

/** Whether a password is that of a user in the file realm. Hashes are not computed, since their details are not documented. */
function judgePassword({ realm }: HiveMqRealmAuthenticationManager, { config, fileRealm, variables }: Login, checks: CheckList): Attempt {
  const key = variables.text('authentication-key');
  if (config.realms.get(realm)?.enabled !== true || fileRealm === undefined || !fileRealm.isWhole || key instanceof Unknown) {
    checks.unknown(AUTHENTICATION, 'looks for a user in a file realm, which or whose name is not known');
    return withoutToken();
  }
  const user = fileRealm.users.get(key);
  if (user === undefined) {
    checks.fail(AUTHENTICATION, `the file realm has no user ${variables.show(key)}`);
    return withoutToken('unknown-key');
  }
  comparePassword(user, variables, checks);
  return withoutToken();
}

function comparePassword({ login, isRepeated }: Holder, variables: Variables, checks: CheckList): void {
  const { password, algorithm, salt, iterations }: Partial<HiveMqMqttUser> = login ?? {};
  const secret = variables.get('authentication-byte-secret');
  const isPlain = algorithm === 'PLAIN' && password?.encoding === 'UTF8' && salt === undefined && iterations === undefined && !isRepeated;
  if (!isPlain || (secret !== undefined && typeof secret !== 'string')) {
    checks.unknown(AUTHENTICATION, 'whether the password is that of the user is not judged: it is hashed, or its algorithm and encoding are not given');
  } else {
    const isSame = secret === password?.text;
    checks.judge(AUTHENTICATION, isSame, isSame ? 'the password is that of the user' : 'the password is not that of the user');
  }
}
