import * as fs from 'node:fs';
import { parseManifest } from '../manifest/manifest';
import { BrokerCore } from './broker-core';
import { TokenRequirements } from './requirements';

/**
 * What tokens had to be under the settings of an earlier synthesis.
 *
 * Undefined when that synthesis did not know the broker. A text with places filled at apply cannot be compared and is refused.
 */
export function previousRequirements(manifestFile: string, brokerPath: string, core: BrokerCore<any>): TokenRequirements | undefined {
  const problem = (what: string) => new Error(`${brokerPath}: previousManifest ${what}, got ${JSON.stringify(manifestFile)}; ` +
    'give the manifest.json that an earlier synthesis wrote beside its stack [PREVIOUS_MANIFEST_UNREADABLE]');
  let text: string;
  try {
    text = fs.readFileSync(manifestFile, 'utf8');
  } catch (error) {
    throw problem(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const read = parseManifest(text);
  if ('problem' in read) {
    throw problem(read.problem);
  }
  const broker = read.manifest.brokers.find((candidate) => candidate.path === brokerPath);
  if (broker === undefined) {
    return undefined;
  }
  const files = Object.fromEntries(broker.files.filter((file) => file.known).map((file) => [file.name, file.text]));
  const { settings } = core.parse(files, broker.brokerVersion ?? undefined);
  return settings === undefined ? undefined : core.requirements(settings, broker.brokerVersion ?? undefined);
}
