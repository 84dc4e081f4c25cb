import { ConfPlugin, ConfSettings, MosquittoSettings, pluginChain } from './settings';
import { StatedParts } from '../../preview/case-parts';
import { isUnresolvedText } from '../../text/unresolved';

/** The plugins that clients with tokens meet, and entries of the nodes that the settings only name. */
export function statedOf({ conf, dynamicSecurity }: MosquittoSettings): StatedParts {
  const { roles = [], groups = [] } = dynamicSecurity?.unmanaged ?? {};
  const unseen = [...roles.map(({ rolename }) => `role ${rolename}`), ...groups.map(({ groupname }) => `group ${groupname}`)];
  return {
    ...(conf === undefined ? {} : { plugins: pluginNames(conf) }),
    ...(conf?.allowAnonymous === undefined ? {} : { allowAnonymous: conf.allowAnonymous }),
    ...(unseen.length === 0 ? {} : { unseen }),
  };
}

/** The plugins that lines outside ours load, which rendered files do not show. */
export function withStated(settings: MosquittoSettings, { plugins = [] }: StatedParts): MosquittoSettings {
  const { conf } = settings;
  const known = (name: string) => conf?.plugins.some((plugin) => nameOf(plugin) === name);
  const elsewhere = plugins.filter((name) => !known(name)).filter(isDeciding).map((kind): ConfPlugin => ({ kind, path: kind }));
  return conf === undefined || elsewhere.length === 0 ? settings : {
    ...settings, conf: { ...conf, unmanagedPlugins: [...conf.unmanagedPlugins ?? [], ...elsewhere] },
  };
}

function isDeciding(name: string): name is 'dynamic-security' | 'high-availability' {
  return name === 'dynamic-security' || name === 'high-availability';
}

/** The chain of the first listener that judges tokens; without listeners the one that serves all. */
function pluginNames(conf: ConfSettings): readonly string[] {
  const chains = conf.listeners.length === 0 ? [pluginChain(conf, undefined)] : conf.listeners.map((listener) => pluginChain(conf, listener));
  const chain = chains.find((plugins) => plugins.some(({ kind }) => kind === 'token')) ?? chains[0];
  return [...new Set(chain.map(nameOf))];
}

/** Kinds that the preview knows keep their name; of the others it knows nothing, and tells them apart by their file. */
function nameOf({ kind, path }: ConfPlugin): string {
  return kind === 'other' && !isUnresolvedText(path) ? path.replace(/^.*[/\\]/, '') : kind;
}
