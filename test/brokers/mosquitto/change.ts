import { MosquittoSettings } from '../../../src/brokers/mosquitto/settings';

/** Settings with some places changed, each given by its path, such as `jwt.common.issuer` or `conf.plugins.0.path`. */
export function change(settings: MosquittoSettings, changes: { readonly [path: string]: unknown }): MosquittoSettings {
  const copy = structuredClone(settings);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let place: any = copy;
    for (const key of keys) {
      place[key] ??= {};
      place = place[key];
    }
    if (value === undefined) {
      delete place[last];
    } else {
      place[last] = structuredClone(value);
    }
  }
  return copy;
}
