import { AUTHORIZATION_ID, SASL_MESSAGE } from './facts';
import { CheckList } from '../../../preview/check';

/*
 * The first message of a client, which carries the token.
 * Source: apache/kafka OAuthBearerClientInitialResponse.java, OAuthBearerSaslServer.java, SaslServerAuthenticator.java
 */

/** `n,,` SOH `auth=Bearer ` token SOH SOH, without the request around it. */
const MESSAGE_OVERHEAD = 18;
/** What the request around it takes at most with a client id in use. */
const REQUEST_OVERHEAD = 300;

/** Judges whether the message reaches the validator; false where it does not. */
export function judgeMessage(token: string, limit: number, checks: CheckList): boolean {
  if (!/^[-_~+/.a-zA-Z0-9]+=*$/.test(token)) {
    checks.fail(SASL_MESSAGE, 'the token has a character that the message cannot carry, or "=" before its end');
    return false;
  }
  const least = token.length + MESSAGE_OVERHEAD;
  if (least > limit) {
    checks.fail(SASL_MESSAGE, `the message has more than ${limit} bytes`);
    return false;
  }
  if (least + REQUEST_OVERHEAD > limit) {
    checks.unknown(SASL_MESSAGE, `with the client's id the message may have more than ${limit} bytes; log in with that client`);
  } else {
    checks.pass(SASL_MESSAGE, 'carries the token');
  }
  return true;
}

/** A client that names an authorization id must name the principal. */
export function judgeAuthorizationId(username: string | undefined, subject: string, checks: CheckList): boolean {
  if (username === undefined || username === '') {
    return true;
  }
  const same = username === subject && /^[^,=\u0080-\uffff]*$/.test(username);
  return checks.judge(AUTHORIZATION_ID, same, same ? 'is the token\'s subject' : 'is not the token\'s subject, as far as the message can carry it');
}
