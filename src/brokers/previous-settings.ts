import * as fs from 'node:fs';
import { BrokerCore } from './broker-core';
import { TokenRequirements } from './requirements';
import { parseManifest } from '../manifest/manifest';

/** What an earlier manifest says about a broker: its demands on tokens, or why they cannot be told. */
export type PreviousDemands =
  | { readonly demands: TokenRequirements; readonly problem?: undefined }
  | { readonly demands?: undefined; readonly problem: string }
  /** That synthesis did not know the broker, or the broker used no tokens then. */
  | { readonly demands?: undefined; readonly problem?: undefined };

/** What tokens had to be under the settings of an earlier synthesis. A text with places filled at apply cannot be compared. */
export function previousDemands(manifestFile: string, brokerPath: string, core: BrokerCore<any>): PreviousDemands {
  let text: string;
  try {
    text = fs.readFileSync(manifestFile, 'utf8');
  } catch (error) {
    return { problem: `cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
  const read = parseManifest(text);
  if ('problem' in read) {
    return { problem: read.problem };
  }
  const broker = read.manifest.brokers.find((candidate) => candidate.path === brokerPath);
  if (broker === undefined) {
    return {};
  }
  const open = broker.files.filter((file) => !file.known).map((file) => file.name);
  if (open.length > 0) {
    return { problem: `holds values that were known only at apply, in ${open.join(', ')}` };
  }
  const version = broker.brokerVersion ?? undefined;
  const parsed = core.parse(Object.fromEntries(broker.files.map((file) => [file.name, file.text])), version);
  if (parsed.settings !== undefined) {
    return { demands: core.requirements(parsed.settings, version) };
  }
  return parsed.withoutTokens === true ? {} : { problem: `holds settings of ${brokerPath} that cannot be read` };
}
