import { Account, accountsOf } from './accounts';
import { ACCOUNT_CLIENT_ID, ACCOUNT_DEFERS, ACCOUNT_DISABLED, ACCOUNT_FILE, ACCOUNT_PASSWORD } from './facts';
import { isPassword } from './passwords';
import { Base } from './releases';
import { sentText } from './token';
import { PreviewCase } from '../../../preview/case';
import { CheckFact } from '../../../preview/check';
import { excerpt } from '../../../preview/excerpt';

/*
 * Dynamic security at a login. Sources: eclipse-mosquitto/mosquitto v2.1.2 and v2.0.11, plugins/dynamic-security/auth.c.
 */

/** What dynamic security says of a login. `split` where the releases that may be meant defer or reject. */
export interface AccountAnswer {
  readonly says: 'accept' | 'reject' | 'defer' | 'split' | 'unknown';
  readonly fact: CheckFact;
  readonly detail: string;
}

/** Asks dynamic security as every base answers. */
export function askAccounts(input: PreviewCase, bases: readonly Base[]): AccountAnswer {
  if (input.dynamicSecurity === undefined) {
    return { says: 'unknown', fact: ACCOUNT_FILE, detail: 'is not given, so that nobody knows what it says of the account' };
  }
  const answers = bases.map((base) => askOne(input, base));
  const [first] = answers;
  if (answers.every(({ says }) => says === first.says)) {
    return first;
  }
  const isSplit = answers.every(({ says }) => says === 'defer' || says === 'reject');
  return { says: isSplit ? 'split' : 'unknown', fact: ACCOUNT_PASSWORD, detail: 'the open-source releases that may be meant answer differently' };
}

function askOne(input: PreviewCase, base: Base): AccountAnswer {
  const { username } = input;
  const hasPassword = input.token !== undefined || input.password !== undefined;
  if (username === undefined || !hasPassword) {
    const missing = username === undefined ? 'user name' : 'password';
    return { says: 'defer', fact: ACCOUNT_DEFERS, detail: `the client sends no ${missing}; the next plugin is asked` };
  }
  const account = accountsOf(input.dynamicSecurity, base).find(username);
  if (account === undefined) {
    return { says: 'defer', fact: ACCOUNT_DEFERS, detail: `there is no account ${excerpt(username)}; the next plugin is asked` };
  }
  if (account.disabled) {
    return { says: 'reject', fact: ACCOUNT_DISABLED, detail: 'the account is disabled' };
  }
  if (account.clientId !== undefined && account.clientId !== input.mqttClientId) {
    return { says: 'reject', fact: ACCOUNT_CLIENT_ID, detail: `the account asks for the client id ${excerpt(account.clientId)}` };
  }
  return comparePassword(account, base, input);
}

function comparePassword({ password }: Account, base: Base, input: PreviewCase): AccountAnswer {
  const isToken = input.token !== undefined;
  const fact = ACCOUNT_PASSWORD;
  if (password.kind === 'none') {
    return base.is21
      ? { says: 'reject', fact, detail: 'the account has no password, which is a refusal since 2.1' }
      : { says: 'defer', fact: ACCOUNT_DEFERS, detail: 'the account has no password; up to 2.0 the next plugin is asked' };
  }
  const text = sentText(input);
  if (password.kind === 'opaque' && !isToken) {
    return { says: 'unknown', fact, detail: `${password.why}, and is not compared here` };
  }
  if (password.kind === 'hash' && text !== undefined && isPassword(password, text)) {
    return { says: 'accept', fact, detail: 'the password is that of the account' };
  }
  return { says: 'reject', fact, detail: isToken ? 'the token is compared with the stored password, and is another text' : 'the password is another' };
}
