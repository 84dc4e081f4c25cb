import { Environment } from './payload';

const NOT_SECRET = new Set(['PATH', 'HOME', 'LANG', 'USER', 'LOGNAME', 'SHELL', 'PWD', 'TMPDIR', 'TZ', 'TERM', 'HOSTNAME']);
const SHORTEST_SECRET = 4;

/** Takes secrets out of a text that others wrote, such as the output of a command. */
export type Redact = (text: string) => string;

/**
 * Hides what may be secret: values of the named environment variables, JSON Web Tokens, and user names and passwords in URLs.
 *
 * Variables that describe the session rather than hold a secret are left readable.
 */
export function redactor(environment: Environment, names: readonly string[]): Redact {
  const secrets = names.filter((name) => !NOT_SECRET.has(name)).map((name) => environment[name] ?? '')
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const hidden = secrets.reduce((so, secret) => so.split(secret).join('(hidden)'), text);
    return hidden
      .replace(/\bey[\w-]{8,}\.[\w-]+(\.[\w-]*)*/g, '(token hidden)')
      .replace(/(\w+:\/\/)[^\s/@]+@/g, '$1(hidden)@')
      .replace(/\b(bearer|basic)\s+[\w+/=.~-]{8,}/gi, '$1 (hidden)');
  };
}
