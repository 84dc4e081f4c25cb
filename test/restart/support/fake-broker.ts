import { TokenRequirements } from '../../../src/brokers/requirements';
import { Knowledge } from '../../../src/restart/engine/knowledge';
import { Finding } from '../../../src/rules/rule';

/*
 * A broker as small as can be: its file has lines, ours begin with `oauth.`; `oauth.audience=x` is the only demand on tokens.
 */

export const FILE = 'broker.conf';

const broken = (rule: string, message: string): Finding => ({ rule, level: 'error', path: FILE, message, remedy: 'mend it' });

function isOurs(line: string): boolean {
  return line.startsWith('oauth.');
}

function audienceOf(text: string): string | undefined {
  return /^oauth\.audience=(.*)$/m.exec(text)?.[1];
}

export const fakeBroker: Knowledge = {
  kind: 'fake',
  title: 'Fake',
  requirementNames: { issuer: 'oauth.issuer', audience: 'oauth.audience', keys: 'oauth.keys', principal: 'oauth.principal' },
  overlapSteps: { audience: ['list both', 'wait', 'list the new one'] },
  merge: (_name, existing, ours) => {
    if (existing?.includes('garbage')) {
      return { problem: broken('FAKE_UNREADABLE', 'cannot be parsed') };
    }
    const foreign = (existing ?? '').split('\n').filter((line) => line !== '' && !isOurs(line));
    return { text: [...foreign, ...ours.split('\n').filter((line) => line !== '')].join('\n') + '\n' };
  },
  judge: (files) => (files[FILE]?.includes('oauth.bad') ? [broken('FAKE_BAD', 'is bad')] : []),
  requirements: (files) => {
    const text = files[FILE] ?? '';
    if (text.includes('garbage')) {
      return { problems: [broken('FAKE_UNREADABLE', 'cannot be parsed')] };
    }
    if (text.includes('no tokens')) {
      return { withoutTokens: true, problems: [broken('FAKE_NONE', 'does not use tokens')] };
    }
    const audience = audienceOf(text);
    const requirements: TokenRequirements = {
      issuer: [{ kind: 'exact', value: 'https://idp.example.com' }],
      audience: audience === undefined ? 'none' : [{ kind: 'exact', value: audience }],
      keys: ['https://idp.example.com/jwks'],
      claims: {},
      principal: ['sub'],
    };
    return { requirements, problems: text.includes('odd') ? [broken('FAKE_ODD', 'is odd')] : [] };
  },
};
