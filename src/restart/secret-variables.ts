import { SERVICE_KEYS } from './engine/service-settings';
import { RestartSpec } from './spec';

/**
 * Names of all environment variables that may be handed to a command or a service, so that none of their values is shown.
 *
 * A spec names them in lists called `environment`, in members that end in `Variable`, and as sources of tokens.
 */
export function secretVariables(spec: RestartSpec): readonly string[] {
  return [...new Set([...namesIn(spec), ...Object.values(SERVICE_KEYS)])];
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(namesIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const members = value as { readonly [name: string]: unknown };
  const source = members.kind === 'variable' && typeof members.name === 'string' ? [members.name] : [];
  return [...source, ...Object.entries(members).flatMap(([name, member]) => {
    if (name === 'environment' && Array.isArray(member)) {
      return member.filter((one): one is string => typeof one === 'string');
    }
    return /variable$/i.test(name) && typeof member === 'string' ? [member] : namesIn(member);
  })];
}
