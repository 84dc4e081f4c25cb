/*
 * Client libraries that few restarts need are files of their own beside the engine: `engine-<name>.cjs`, made from
 * src/restart/extras/<name>.ts by scripts/bundle-engine.mjs. The engine loads one by `require` of that source.
 */

interface Part {
  readonly kind?: unknown;
}

const NEEDED: { readonly [name: string]: (drivers: readonly Part[], lock: Part | undefined) => boolean } = {
  kubernetes: (drivers, lock) => lock?.kind === 'kubernetes' || drivers.some(({ kind }) => kind === 'kubernetes'),
  etcd: (_drivers, lock) => lock?.kind === 'etcd',
};

/** Names of the files that a spec with such drivers and such a lease needs beside the engine. */
export function extraFiles(drivers: readonly Part[], lock: Part | undefined): readonly string[] {
  return Object.keys(NEEDED).filter((name) => NEEDED[name](drivers, lock)).map((name) => `engine-${name}.cjs`);
}
